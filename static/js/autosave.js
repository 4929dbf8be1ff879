// Saves a draft two seconds after the last key and whenever a field is left.
// The form names the address (data-autosave); the element data-saved holds every word that is shown.
const PAUSE = 2000;
const QUIET = 30_000;
const RETRIES = [5000, 10_000, 20_000, 40_000, 60_000];

const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("[data-saved]");
const state = { dirty: false, stopped: false, leaving: false, failures: 0, timer: 0, saving: null };
const shown = { kind: "", at: 0, timer: 0 };

// A screen reader speaks each change of the status, so the same kind of news comes at most every 30 seconds.
function tell(kind, text, href) {
  clearTimeout(shown.timer);
  const due = kind === shown.kind ? shown.at + QUIET - Date.now() : 0;
  if (due > 0) {
    shown.timer = setTimeout(() => tell(kind, text, href), due);
    return;
  }
  Object.assign(shown, { kind, at: Date.now() });
  const node = href ? Object.assign(document.createElement("a"), { href, textContent: text }) : text;
  status?.replaceChildren(node);
}

function plan(delay) {
  clearTimeout(state.timer);
  if (!state.stopped && !state.leaving) state.timer = setTimeout(save, delay);
}

function retry(kind) {
  state.dirty = true;
  tell(kind, status?.dataset[`${kind}Text`]);
  plan(RETRIES[Math.min(state.failures, RETRIES.length - 1)]);
  state.failures += 1;
}

async function send() {
  const reply = await fetch(form.dataset.autosave, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Requested-With": "fetch" },
    redirect: "manual",
  }).catch(() => null);
  if (!reply) return retry("offline");
  if (reply.type === "opaqueredirect" || reply.status === 401) return retry("signedOut");
  if (reply.status === 409) return conflict(await reply.json());
  if (!reply.ok) return retry("failed");
  const { version, saved } = await reply.json();
  form.elements.version.value = version;
  state.failures = 0;
  tell("saved", status?.dataset.savedText.replace("{time}", saved));
  if (state.dirty) plan(PAUSE);
}

function conflict({ conflict_url: href }) {
  Object.assign(state, { dirty: true, stopped: true });
  tell("conflict", status?.dataset.conflictText, href);
  // Only this page has what was typed: the form takes it along, and the server shows both.
  status?.querySelector("a")?.addEventListener("click", (event) => {
    event.preventDefault();
    form.requestSubmit();
  });
}

function save() {
  clearTimeout(state.timer);
  if (!state.dirty || state.stopped || state.saving) return;
  state.dirty = false;
  state.saving = send().finally(() => {
    state.saving = null;
  });
}

form?.addEventListener("input", () => {
  state.dirty = true;
  plan(PAUSE);
});
form?.addEventListener("focusout", save);
window.addEventListener("online", save);

// A save that is still under way changes the version; the form waits for it, or it would conflict with itself.
form?.addEventListener("submit", (event) => {
  clearTimeout(state.timer);
  if (state.saving) {
    event.preventDefault();
    const { submitter } = event;
    state.saving.then(() => form.requestSubmit(submitter));
    return;
  }
  state.leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if ((state.dirty || state.saving) && !state.leaving) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  state.leaving = false;
});
