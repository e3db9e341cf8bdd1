// The events officer's week and the treasurer's morning.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, goToPayment, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const dayFromNow = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function createCourse(page, title) {
  await page.goto("/admin/courses/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Summary").fill("How to hear what a child is not saying.");
  await page.getByLabel("Overview").fill("A morning of **practice**.");
  await page.getByLabel("Topics").fill("Listening\nAsking\nWriting it down");
  await page.getByLabel("Hours", { exact: true }).fill("3");
  await page.getByLabel("Minutes", { exact: true }).fill("30");
  await page.getByLabel("Standard price").fill("90");
  await page.getByLabel("Member price").fill("50");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Put it on the site" }).click();
  await page.getByRole("button", { name: "Take it off the site" }).waitFor();
}

// Adds and publishes a date; gives the path of its desk.
async function addDate(page, title, days) {
  await page.goto("/admin/events/new");
  await page.getByLabel("Course", { exact: true }).selectOption({ label: title });
  await page.getByLabel("Date and time are known").check();
  await page.getByLabel("Date", { exact: true }).fill(dayFromNow(days));
  await page.getByLabel("Starts (UK time)").fill("09:30");
  await page.getByLabel("Places", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("link", { name: "See the public page" }).waitFor();
  return new URL(page.url()).pathname;
}

suite("officers", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`a course is created, dated, booked, exported and one date cancelled, ${words}`, { timeout: 180_000 }, async () => {
      const officer = await person({ javaScript });
      const visitor = await person({ javaScript });
      const title = `Listening well, ${words}`;
      const address = `vera.${javaScript ? "js" : "nojs"}@example.org`;

      await signInAs(officer.page, "eventsOfficer");
      await createCourse(officer.page, title);
      const desk = await addDate(officer.page, title, 45);
      await addDate(officer.page, title, 75);
      await visitor.page.goto("/events");
      assert.equal(await visitor.page.getByRole("link", { name: title }).count(), 2, "both dates are on the site");
      await visitor.page.getByRole("link", { name: title }).first().click();
      await fillBooking(visitor.page, {
        booker: ["Vera Visitor", address], attendees: [["=HYPERLINK Vera", address]], organisation: "Sampleton Council",
      });
      await goToPayment(visitor.page, "£90");
      await pay(visitor.page);
      await untilBooked(visitor.page);

      await officer.page.goto(desk);
      assert.match(await officer.page.locator("main").innerText(), /Vera Visitor/);
      assert.deepEqual(javaScript ? await axeFindings(officer.page) : [], []);
      await screenshot(officer.page, `journey-desk-${javaScript}`);
      const csv = await (await officer.page.request.get(`${desk}/attendees.csv`)).text();
      assert.ok(csv.includes("HYPERLINK Vera"), csv);
      assert.ok(!/(^|[,"\r\n])=HYPERLINK/.test(csv), `a formula is defused:\n${csv}`);
      await officer.page.getByRole("link", { name: "Cancel this date" }).click();
      assert.match(await officer.page.locator("main").innerText(), /£90/);
      await officer.page.getByLabel("Why is it cancelled?").fill("The facilitator is ill.");
      await screenshot(officer.page, `journey-cancel-date-${javaScript}`);
      await officer.page.getByRole("button", { name: "Cancel the date and refund £90" }).click();
      await officer.page.getByText("Every booking has been cancelled").waitFor({ timeout: 30_000 });

      const letter = await mailTo(officer.page, address, "Cancelled by us");
      assert.match(letter.text, /The facilitator is ill\./);
      await visitor.page.reload();
      await visitor.page.getByText("This date has been cancelled").first().waitFor();
      officer.assertCalm();
      visitor.assertCalm();
    });
  }

  test("a bank transfer is awaited, and received by the treasurer", { timeout: 120_000 }, async () => {
    const buyer = await person();
    const treasurer = await person();
    const address = "bea.bacs@example.org";

    await buyer.page.goto("/events");
    await buyer.page.locator('a[href^="/events/training-for-new-or-aspiring-iros"]').last().click();
    await fillBooking(buyer.page, { booker: ["Bea Bacs", address], attendees: [["Bea Bacs", address]], organisation: "Sampleton Council" });
    await buyer.page.getByRole("button", { name: /Place order: you will have to pay £90 by bank transfer/ }).click();
    await buyer.page.getByText("Please pay by bank transfer").waitFor();
    await signInAs(treasurer.page, "treasurer");
    await treasurer.page.goto("/admin/money");
    await treasurer.page.locator("tbody tr", { hasText: "Sampleton Council" }).first().getByRole("link").first().click();
    await treasurer.page.getByLabel("Amount received").fill("90");
    await treasurer.page.getByLabel("Value date").fill(dayFromNow(0));
    await treasurer.page.getByLabel("Bank reference").fill("FPS 4471 SAMPLETON");
    await screenshot(treasurer.page, "journey-record-payment");
    await treasurer.page.locator('form[action$="/payments"] button[type=submit]').click();
    await treasurer.page.getByText("FPS 4471 SAMPLETON").first().waitFor();
    assert.deepEqual(await axeFindings(treasurer.page), []);

    await buyer.page.reload();
    await untilBooked(buyer.page);
    assert.match((await mailTo(buyer.page, address, "Your place is booked")).calendar, /METHOD:REQUEST/);
    buyer.assertCalm();
    treasurer.assertCalm();
  });
});
