// Single-key shortcuts: / search, j and k through a list marked data-keys, ? help.
// They can be turned off in the help, as WCAG 2.1.4 asks; the choice stays in this browser.
const help = document.querySelector("#keys-help");
const enabled = help.querySelector("#keys-on");
const STORED = "keys";

function move(step) {
  const list = document.querySelector("[data-keys]:not(body)");
  if (!list) return;
  const links = [...list.children].map((item) => item.querySelector("h2 a, h3 a, th a, a, button")).filter(Boolean);
  const here = links.findIndex((link) => link.closest("[data-keys] > *").contains(document.activeElement));
  links[Math.max(0, Math.min(links.length - 1, here + step))]?.focus();
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => help.showModal(),
  j: () => move(1),
  k: () => move(-1),
};

function listens(event) {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const off = document.body.dataset.keys === "off" || !enabled.checked;
  return !typing && !modified && !off && !document.querySelector("dialog[open]");
}

enabled.checked = localStorage.getItem(STORED) !== "off";
enabled.addEventListener("change", () => localStorage.setItem(STORED, enabled.checked ? "on" : "off"));
for (const opener of document.querySelectorAll("[data-keys-help]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
}
document.addEventListener("keydown", (event) => {
  const action = actions[event.key];
  if (!action || !listens(event)) return;
  event.preventDefault();
  action();
});
