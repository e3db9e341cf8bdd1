// A question that waits for an answer (data-waits-for: the field's name, data-waits-value: its value) is hidden until that answer is
// given. Its own answer is not sent then; the server would not count it anyway. Without script its hint says when it counts.
const waiting = [...document.querySelectorAll("[data-waits-for]")];

function isAnswered(part) {
  const { waitsFor, waitsValue } = part.dataset;
  const fields = [...document.getElementsByName(waitsFor)].filter((field) => !field.closest("[data-waits-for][hidden]"));
  return fields.some((field) => field.checked && field.value === waitsValue);
}

function update() {
  // In page order: a question may wait for one that waits itself.
  for (const part of waiting) {
    part.hidden = !isAnswered(part);
    for (const field of part.querySelectorAll("input, textarea, select")) field.disabled = part.hidden;
  }
}

if (waiting.length > 0) {
  document.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}
