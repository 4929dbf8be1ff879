// Asks before a form marked data-confirm is sent. Without this, the server asks with a page of its own:
// the field confirmed=yes tells it that the question was already answered.
const dialog = document.querySelector("#confirm");
const question = dialog.querySelector("[data-confirm-question]");
const accept = dialog.querySelector("[data-confirm-accept]");
let pending = null;

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const text = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!text || form.querySelector("input[name=confirmed]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pending = { form, submitter };
  question.textContent = text;
  accept.textContent = submitter?.textContent.trim() || accept.dataset.confirmAccept;
  dialog.returnValue = "";
  dialog.showModal();
}, { capture: true });

dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "yes" || !pending) return;
  const { form, submitter } = pending;
  const answer = document.createElement("input");
  answer.type = "hidden";
  answer.name = "confirmed";
  answer.value = "yes";
  form.append(answer);
  form.requestSubmit(submitter);
});
