// Takes the reader to the error summary, when there is one.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  document.title = `(!) ${document.title}`;
  summary.focus();
}
