// Offers names of authorities while somebody types one. Without script the button beside the field asks the server instead; what
// is typed counts either way.
const field = document.querySelector("input[data-authority-search]");

if (field) {
  const names = document.createElement("datalist");
  names.id = "authority-names";
  field.after(names);
  field.setAttribute("list", names.id);
  const status = document.querySelector("[data-authority-status]");
  let waiting;
  let latest = 0;

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);
  });

  async function search() {
    const mine = ++latest;
    const asked = field.value.trim();
    if (asked.length < 2) return;
    try {
      const answer = await fetch(`/employers?q=${encodeURIComponent(asked)}`, { headers: { accept: "application/json" } });
      if (!answer.ok || mine !== latest) return;
      const found = await answer.json();
      names.replaceChildren(...found.map((choice) => new Option(choice.hint, choice.label)));
      if (status) status.textContent = found.length === 0 ? "" : `${found.length} found on our list.`;
    } catch {
      // What is typed is enough.
    }
  }
}
