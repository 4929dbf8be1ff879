// Follows a long job: every element marked data-poll is replaced by what its address answers,
// every two seconds, until the answer is no longer marked. Without this the page refreshes itself.
const EVERY = 2000;

async function follow(element) {
  const reply = await fetch(element.dataset.poll, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!reply?.ok) return wait(element);
  // A question that is open belongs to a form in here.
  if (document.querySelector("dialog[open]")) return wait(element);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const next = page.getElementById(element.id);
  if (!next) return location.reload();
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  element.replaceWith(next);
  focusAgain(focused, next, element);
  if (next.dataset.done) return location.assign(next.dataset.done);
  if (next.dataset.poll) wait(next);
}

// Whoever stands on a link or button with the keyboard goes on standing there.
function focusAgain(focused, next, element) {
  if (!focused) return;
  const same = [...next.querySelectorAll("a, button")].find((other) => other.outerHTML === focused.outerHTML);
  (focused === element ? next : same)?.focus({ preventScroll: true });
}

function wait(element) {
  setTimeout(() => follow(element), EVERY);
}

document.querySelectorAll("[data-poll]").forEach(wait);
