// Finding a date, filling in the booking form, paying on the local Stripe's page.

// Opens the last listed date whose address begins so, from the list as a visitor finds it. Gives its path.
export async function openLastDate(page, start) {
  await page.goto("/events");
  const links = page.locator(`a[href^="/events/${start}"]`);
  const path = new URL(await links.last().evaluate((link) => link.href)).pathname;
  await links.last().click();
  await page.waitForURL((url) => url.pathname === path);
  return path;
}

// Fills in the form for these attendees: [[name, address], …]. `booker` is left out by somebody signed in.
export async function fillBooking(page, { booker, attendees, organisation }) {
  await page.getByRole("link", { name: "Book places" }).click();
  if (booker) {
    await page.getByLabel("Your full name").fill(booker[0]);
    await page.getByLabel("Your email address").fill(booker[1]);
  }
  for (const [index, [name, address]] of attendees.entries()) {
    const rows = page.locator('main fieldset input[id^="attendee_name_"]');
    if ((await rows.count()) <= index) await page.getByRole("button", { name: "Add another attendee" }).click();
    await rows.nth(index).fill(name);
    await page.locator('main fieldset input[id^="attendee_email_"]').nth(index).fill(address);
  }
  if (organisation) {
    await page.getByLabel("My employer or another organisation").check();
    await page.getByLabel("Name of the organisation").fill(organisation);
  } else {
    await page.getByLabel("I am paying myself").check();
  }
}

// Presses the card button, which says what is to be paid, and waits for the local Stripe's page.
export async function goToPayment(page, total) {
  const home = new URL(page.url()).origin;
  await page.getByRole("button", { name: `Pay ${total} now by card` }).click();
  await page.waitForURL((url) => url.origin !== home);
}

// Pays on the local Stripe's page by a card that works; `webhook` is one of at-once, late, twice, never.
export async function pay(page, { webhook = "at-once" } = {}) {
  await page.locator(`input[name="webhook"][value="${webhook}"]`).check();
  await page.getByRole("button", { name: /by test card/ }).click();
}

export async function untilBooked(page) {
  await page.getByRole("heading", { level: 1, name: "You are booked" }).waitFor({ timeout: 30_000 });
}
