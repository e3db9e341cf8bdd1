// Searches employers while somebody types. Without script the Search button asks the server for a new page instead; what was
// chosen before stays in the list either way.
const form = document.querySelector("form[data-employer-search]");
const list = document.querySelector("[data-employer-found]");
const pattern = document.querySelector("template[data-employer-template]");

if (form && list && pattern) {
  const input = form.querySelector("input[type=search]");
  const status = form.querySelector("[data-employer-status]");
  let waiting;
  let latest = 0;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });

  async function search() {
    const mine = ++latest;
    const asked = input.value.trim();
    if (asked.length < 2) return;
    let found;
    try {
      const answer = await fetch(`/employers?q=${encodeURIComponent(asked)}`, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      found = await answer.json();
    } catch {
      form.submit();
      return;
    }
    if (mine === latest) show(found);
  }

  function show(found) {
    const chosen = list.querySelector("input:checked")?.closest(".choice");
    const kept = chosen?.querySelector("input").value;
    const fixed = new Set([...document.querySelectorAll("input[name=employer]")].filter((radio) => !list.contains(radio)).map((radio) => radio.value));
    const rows = found.filter((choice) => choice.value !== kept && !fixed.has(choice.value)).map(row);
    list.replaceChildren(...(chosen ? [chosen] : []), ...rows);
    const count = rows.length;
    status.textContent = count === 0 ? "Nothing found. Try a shorter name, or choose “Not listed” below." : `${count} found. Choose one below.`;
  }

  function row(choice) {
    const made = pattern.content.cloneNode(true).firstElementChild;
    const [radio, label, hint] = [made.querySelector("input"), made.querySelector("label"), made.querySelector("p")];
    radio.id = `employer-${choice.value}`;
    radio.value = choice.value;
    label.htmlFor = radio.id;
    label.textContent = choice.label;
    if (choice.hint) {
      hint.id = `${radio.id}-note`;
      hint.textContent = choice.hint;
      radio.setAttribute("aria-describedby", hint.id);
    } else {
      hint.remove();
    }
    return made;
  }
}
