// Moves focus to the error summary when a page comes back with one, and from its links to the field itself
// (the label is brought into view, not only the box).
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();

  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;

    event.preventDefault();
    const block = field.closest(".field") ?? field;
    block.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
