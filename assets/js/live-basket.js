// The booking form without a round trip: adds and removes attendees, keeps names and ids in step, and shows the
// total that the chosen prices come to. The server works everything out again; what it says is the truth.
//
//   <form data-live-basket data-max-places="10">
//     <div data-attendee-rows> <fieldset data-attendee-row data-price-pence="9000">…</fieldset> … </div>
//     <template data-attendee-template>one row, with __n__ wherever its number goes</template>
//     <button data-attendee-add>, in each row <button data-attendee-remove>
//     <div data-unnamed-places data-price-pence="9000"> how many people are named later, <input data-shown-unnamed>
//     <output data-basket-total>, <span data-basket-count>, in each row <span data-row-price>
const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

function inPounds(pence) {
  return pounds.format(pence / 100).replace(/\.00$/, "");
}

function priceOf(row) {
  const chosen = row.querySelector("option:checked[data-price-pence], input:checked[data-price-pence]");
  return Number((chosen ?? row).dataset.pricePence ?? 0);
}

function peopleNamedLater(field) {
  const typed = field?.querySelector("input")?.value.trim() ?? "";
  return /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
}

function renumber(node, from, to) {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(from, to);
  for (const element of node.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes(from)) attribute.value = attribute.value.replaceAll(from, to);
    }
  }
}

for (const form of document.querySelectorAll("form[data-live-basket]")) {
  const rows = form.querySelector("[data-attendee-rows]");
  const template = form.querySelector("template[data-attendee-template]");
  const add = form.querySelector("[data-attendee-add]");
  const unnamed = form.querySelector("[data-unnamed-places]");
  const shownUnnamed = form.querySelector("[data-shown-unnamed]");
  const most = Number(form.dataset.maxPlaces ?? 10);
  let next = rows.children.length + 1;

  const show = () => {
    const all = [...rows.querySelectorAll("[data-attendee-row]")];
    const later = peopleNamedLater(unnamed);
    const count = all.length + later;
    const total = all.reduce((sum, row) => sum + priceOf(row), 0) + later * Number(unnamed?.dataset.pricePence ?? 0);
    // The server compares: a total that was not worked out with this number is shown again before anything is booked.
    if (shownUnnamed) shownUnnamed.value = String(later);
    all.forEach((row, index) => {
      row.querySelector("[data-row-number]")?.replaceChildren(String(index + 1));
      row.querySelector("[data-row-price]")?.replaceChildren(inPounds(priceOf(row)));
      const remove = row.querySelector("[data-attendee-remove]");
      if (remove) remove.hidden = count === 1;
    });
    for (const place of form.querySelectorAll("[data-basket-total]")) place.replaceChildren(inPounds(total));
    for (const place of form.querySelectorAll("[data-basket-count]")) {
      place.replaceChildren(count === 1 ? "1 place" : `${count} places`);
    }
    if (add) add.hidden = count >= most;
  };

  add?.addEventListener("click", (event) => {
    if (!template) return;
    event.preventDefault();
    const fresh = template.content.cloneNode(true);
    renumber(fresh, "__n__", String(next));
    next += 1;
    rows.append(fresh);
    rows.lastElementChild.querySelector("input:not([type='hidden'])")?.focus();
    show();
  });

  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-attendee-remove]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-attendee-row]");
    const neighbour = row.previousElementSibling ?? row.nextElementSibling;
    row.remove();
    neighbour?.querySelector("input:not([type='hidden'])")?.focus();
    show();
  });

  form.addEventListener("change", show);
  unnamed?.addEventListener("input", show);
  show();
}
