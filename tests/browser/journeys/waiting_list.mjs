// A full date: joining its waiting list, a place that is given back, the offer in the mail, booking or declining it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { goToPayment, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// Opens the date that is full in the demo. Gives its path.
async function openFullDate(page) {
  await page.goto("/events");
  const card = page.locator(".event-card", { has: page.locator(".places-full") }).last();
  await card.getByRole("link").first().click();
  await page.getByRole("link", { name: "Join the waiting list" }).waitFor();
  return new URL(page.url()).pathname;
}

async function join(page, name, address) {
  await page.getByRole("link", { name: "Join the waiting list" }).click();
  await page.getByLabel("Your full name").fill(name);
  await page.getByLabel("Your email address").fill(address);
  const leaves = page.getByLabel("Take me off this list if I get a place on another date");
  assert.equal(await leaves.isChecked(), false);
  await leaves.check();
  await page.getByRole("button", { name: "Join the waiting list" }).click();
  await page.getByText("You are on the waiting list.").waitFor();
}

// The officer puts somebody first of all and removes whoever has the open offer, so that the seat goes to them.
async function makeRoomFor(page, name) {
  await signInAs(page, "eventsOfficer");
  await page.goto("/admin/events");
  await page.getByRole("row", { name: /Full/ }).getByRole("link").first().click();
  await page.getByRole("link", { name: "Waiting list" }).click();
  const row = page.getByRole("row", { name: new RegExp(name) });
  await row.getByLabel(`Order of ${name}`).selectOption("2");
  await row.getByRole("button", { name: `Save order of ${name}` }).click();
  await page.getByText("The order has changed").waitFor();
  const offered = page.getByRole("row", { name: /Place offered/ }).first();
  for (let tries = 0; tries < 60 && !(await offered.isVisible()); tries += 1) {
    await page.waitForTimeout(1_000);
    await page.reload();
  }
  await offered.getByRole("button", { name: /^Remove/ }).click();
  await page.getByText("They are off the list").waitFor();
}

suite("the waiting list", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";
    const name = javaScript ? "Wendy Waits" : "Walter Waits";
    const address = `waits.${tag}@example.org`;

    test(`a visitor joins a full date, is offered a place and books it, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });
      const path = await openFullDate(page);
      await screenshot(page, `journey-waiting-full-${tag}`);
      await join(page, name, address);
      const joined = await mailTo(page, address, "You are on the waiting list");
      await page.goto(linkIn(joined, "/waiting-list/"));
      await page.getByRole("heading", { name: "You are on the waiting list" }).waitFor();
      await page.getByText("You asked to be taken off this list when you get a place on another date").waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `journey-waiting-entry-${tag}`);

      const officer = await person({ javaScript });
      await makeRoomFor(officer.page, name);
      await officer.page.getByRole("heading", { name: "What became of offers" }).waitFor();
      assert.deepEqual(javaScript ? await axeFindings(officer.page) : [], []);
      await screenshot(officer.page, `journey-waiting-desk-${tag}`);

      const offered = await mailTo(page, address, "1 place free for you");
      assert.match(offered.text, /kept for you until/);
      await page.goto(linkIn(offered, "/waiting-list/"));
      await page.getByRole("heading", { name: "A place has come free" }).waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `journey-waiting-offer-${tag}`);
      await page.getByRole("link", { name: "Book 1 place" }).click();
      await page.getByText("1 place is kept for you until").waitFor();
      await page.getByLabel("Your full name").fill(name);
      await page.getByLabel("Your email address").fill(address);
      await page.locator('main fieldset input[id^="attendee_name_"]').fill(name);
      await page.locator('main fieldset input[id^="attendee_email_"]').fill(address);
      await page.getByLabel("My employer or another organisation").check();
      await page.getByLabel("Name of the organisation").fill("Sampleton Council");
      await screenshot(page, `journey-waiting-booking-${tag}`);
      await goToPayment(page, "£90");
      await pay(page);
      await untilBooked(page);

      await page.getByRole("link", { name: "Cancel this booking" }).click();
      await page.getByRole("button", { name: "Cancel and refund £90" }).click();
      await page.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
      await page.goto(path);
      assert.match(await page.locator("aside.panel").first().innerText(), /Full/, "the seat is the list's, not the public's");
      assertCalm();
      officer.assertCalm();
    });
  }

  test("an officer says that materials are short, and the smallest number decides", async () => {
    const { page, assertCalm } = await person();
    await signInAs(page, "eventsOfficer");
    await page.goto("/admin/events");
    await page.getByRole("row", { name: /of 20/ }).first().getByRole("link").first().click();
    await page.getByRole("link", { name: "Change", exact: true }).click();
    await page.locator('[name="limit_1"]').fill("Course materials");
    await page.locator('[name="limit_places_1"]').fill("18");
    assert.deepEqual(await axeFindings(page), []);
    await screenshot(page, "journey-limits-form");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Room for 20; Course materials for 18").waitFor();
    await page.getByText("Booked of 18").waitFor();
    await screenshot(page, "journey-limits-desk");
    await page.getByRole("link", { name: "Cancel this date" }).click();
    await page.getByRole("heading", { name: "Cancel this date?" }).waitFor();
    assertCalm();
  });

  test("a group of six books what is left and waits for the rest, on one screen", async () => {
    const { page, assertCalm } = await person();
    await page.goto("/events");
    const card = page.locator(".event-card", { has: page.locator(".places-few") }).first();
    const left = Number((await card.locator(".places-few").innerText()).match(/\d+/)[0]);
    await card.getByRole("link").first().click();
    await page.getByRole("link", { name: "Book places" }).click();
    await page.getByLabel("Your full name").fill("Gwen Group");
    await page.getByLabel("Your email address").fill("gwen.group@example.org");
    for (let number = 1; number <= left + 2; number += 1) {
      if (number > 1) await page.getByRole("button", { name: "Add another attendee" }).click();
      await page.locator('main fieldset input[id^="attendee_name_"]').nth(number - 1).fill(`Member Number ${number}`);
      await page.locator('main fieldset input[id^="attendee_email_"]').nth(number - 1).fill(`number.${number}@example.org`);
    }
    await page.getByLabel("My employer or another organisation").check();
    await page.getByLabel("Name of the organisation").fill("Sampleton Council");
    await page.getByRole("button", { name: /now by card/ }).click();
    await page.getByText(`Only ${left} place`).first().waitFor();
    await screenshot(page, "journey-waiting-group");
    await page.getByRole("button", { name: `Keep the first ${left} and wait for the rest` }).click();
    await page.getByRole("heading", { name: "And on the waiting list" }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await screenshot(page, "journey-waiting-group-rest");
    await page.getByRole("button", { name: /now by card/ }).click();
    await pay(page);
    await untilBooked(page);

    const joined = await mailTo(page, "gwen.group@example.org", "You are on the waiting list");
    assert.match(joined.text, /2 places more, under your name/);
    await page.goto(`${linkIn(joined, "/waiting-list/")}/leaving`);
    await page.getByRole("button", { name: "Leave the waiting list" }).click();
    await page.getByText("You have left the waiting list").waitFor();
    assertCalm();
  });
});
