// A form marked data-confirm-once is sent once: its buttons go quiet after the first press, and wake when the
// page is shown again (back button). The server's idempotency key is what really guards; this only spares worry.
const words = new WeakMap();

for (const form of document.querySelectorAll("form[data-confirm-once]")) {
  let sent = false;

  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    // After the browser has gathered the fields, so that the pressed button's own value is still sent.
    setTimeout(() => quieten(form, event.submitter), 0);
  });

  window.addEventListener("pageshow", () => {
    sent = false;
    for (const button of form.querySelectorAll("button[type='submit']")) {
      button.disabled = false;
      if (words.has(button)) button.replaceChildren(...words.get(button));
    }
  });
}

function quieten(form, pressed) {
  for (const button of form.querySelectorAll("button[type='submit']")) button.disabled = true;
  if (!pressed?.dataset.busy) return;
  words.set(pressed, [...pressed.childNodes]);
  pressed.replaceChildren(pressed.dataset.busy);
}
