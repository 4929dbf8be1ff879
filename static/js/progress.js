// Follows a long job: every element marked data-poll is replaced by what its address answers,
// every two seconds, until the answer is no longer marked. Without this the page refreshes itself.
const EVERY = 2000;

async function follow(element) {
  const reply = await fetch(element.dataset.poll, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!reply?.ok) return wait(element);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const next = page.getElementById(element.id);
  if (!next) return location.reload();
  element.replaceWith(next);
  if (next.dataset.done) return location.assign(next.dataset.done);
  if (next.dataset.poll) wait(next);
}

function wait(element) {
  setTimeout(() => follow(element), EVERY);
}

document.querySelectorAll("[data-poll]").forEach(wait);
