// A booking that changes after it is paid: another person, another date, a date that the office moves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, goToPayment, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const quiet = async (page, javaScript) => assert.deepEqual(javaScript ? await axeFindings(page) : [], []);

// Books the first date of the course for one person and pays; gives the path of the booking's page.
async function bookFirst(page, start, [name, address]) {
  await page.goto("/events");
  await page.locator(`a[href^="/events/${start}"]`).first().click();
  await fillBooking(page, { booker: [name, address], attendees: [[name, address]], organisation: "Sampleton Council" });
  await goToPayment(page, "£90");
  await pay(page);
  await untilBooked(page);
  return new URL(page.url()).pathname;
}

suite("changes", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`somebody else comes, then the place moves to another date, ${words}`, { timeout: 180_000 }, async () => {
      const booker = await person({ javaScript });
      const { page } = booker;
      const key = javaScript ? "js" : "nojs";
      const manage = await bookFirst(page, "the-role-of-the-iro", ["Nell Archer", `nell.${key}@example.org`]);

      await page.getByRole("link", { name: /Name another person/ }).click();
      await page.getByLabel("Name", { exact: true }).fill("Rafe Holloway");
      await page.getByLabel("Email address").fill(`rafe.${key}@example.org`);
      await quiet(page, javaScript);
      await screenshot(page, `journey-name-another-${key}`);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Rafe Holloway has the place now").waitFor();
      const left = await mailTo(page, `nell.${key}@example.org`, "Your place has gone to somebody else");
      assert.match(left.calendar, /METHOD:CANCEL/);
      const own = await mailTo(page, `rafe.${key}@example.org`, "Your place is booked");
      assert.match(own.calendar, /METHOD:REQUEST/);

      await page.goto(manage);
      await page.getByRole("link", { name: /Move to another date/ }).click();
      await quiet(page, javaScript);
      await screenshot(page, `journey-move-dates-${key}`);
      await page.locator(".change-date", { hasText: "Nothing to pay" }).getByRole("link", { name: /^Choose/ }).last().click();
      await quiet(page, javaScript);
      await screenshot(page, `journey-move-preview-${key}`);
      await page.getByRole("button", { name: "Move to this date" }).click();
      await page.getByText("Moved here from").first().waitFor();
      await quiet(page, javaScript);
      await screenshot(page, `journey-moved-${key}`);
      const moved = await mailTo(page, `rafe.${key}@example.org`, "Moved from");
      assert.match(moved.calendar, /METHOD:REQUEST/);
      await page.goto(manage);
      await page.getByRole("heading", { level: 1, name: "This booking has moved to another date" }).waitFor();
      booker.assertCalm();
    });
  }

  test("an attendee corrects their name and asks to be let go", { timeout: 120_000 }, async () => {
    const booker = await person();
    const attendee = await person();
    await booker.page.goto("/events");
    await booker.page.locator('a[href^="/events/the-role-of-the-iro"]').last().click();
    await fillBooking(booker.page, {
      booker: ["Ottilie Marsh", "ottilie@example.org"], attendees: [["Catherine Bell", "cath.bell@example.org"]], organisation: "Sampleton Council",
    });
    await goToPayment(booker.page, "£90");
    await pay(booker.page);
    await untilBooked(booker.page);

    const letter = await mailTo(attendee.page, "cath.bell@example.org", "Your place is booked");
    const own = linkIn(letter, "/manage/");
    await attendee.page.goto(own);
    await attendee.page.getByRole("link", { name: "Correct your name or address" }).click();
    await attendee.page.getByLabel("Name", { exact: true }).fill("Catharine Bell");
    await attendee.page.getByRole("button", { name: "Save" }).click();
    await attendee.page.getByText("You are on the list as Catharine Bell").waitFor();
    await attendee.page.getByRole("button", { name: "Ask for it to be cancelled" }).click();
    await attendee.page.getByText("You have asked Ottilie Marsh").waitFor();
    await quiet(attendee.page, true);
    await screenshot(attendee.page, "journey-attendee-asks");
    const request = await mailTo(booker.page, "ottilie@example.org", "asks you to cancel a place");
    assert.match(request.text, /full refund/);
    booker.assertCalm();
    attendee.assertCalm();
  });

  for (const { javaScript, words } of BOTH_WAYS) {
    test(`the office moves a date and says whom that concerns, ${words}`, { timeout: 180_000 }, async () => {
      const officer = await person({ javaScript });
      const booker = await person({ javaScript });
      const key = javaScript ? "js" : "nojs";
      // The demo has a date that was moved two days ago, with its choice open.
      const letter = await mailTo(booker.page, "margit.sandstrom@example.org", "New date or time");
      await booker.page.goto(linkIn(letter, "/manage/"));
      await booker.page.getByText("We have changed this date").or(booker.page.getByText("You keep your place")).first().waitFor();
      await quiet(booker.page, javaScript);
      await screenshot(booker.page, `journey-choice-${key}`);
      const keep = booker.page.getByRole("button", { name: "Keep the booking" });
      if ((await keep.count()) > 0) await keep.click();
      await booker.page.getByText("You keep your place for the new date").waitFor();

      await signInAs(officer.page, "eventsOfficer");
      await officer.page.goto("/admin/events");
      await officer.page.getByRole("link", { name: "The Role of the IRO", exact: true }).first().click();
      const desk = new URL(officer.page.url()).pathname;
      await officer.page.getByRole("link", { name: "Change", exact: true }).click();
      const day = officer.page.getByLabel("Date", { exact: true });
      const old = new Date(await day.inputValue());
      await day.fill(new Date(old.getTime() + 7 * 86_400_000).toISOString().slice(0, 10));
      await officer.page.getByRole("button", { name: "Save" }).click();
      await officer.page.getByRole("heading", { name: "Who is told" }).waitFor();
      await officer.page.getByLabel("Why?").fill("The room is needed for an inspection.");
      await quiet(officer.page, javaScript);
      await screenshot(officer.page, `journey-move-event-${key}`);
      await officer.page.getByRole("button", { name: "Save, and tell everyone" }).click();
      await officer.page.getByText("In ten minutes everyone who has booked is told").waitFor();
      await officer.page.goto(desk);
      await officer.page.getByText("Changed after people had booked").waitFor();
      await quiet(officer.page, javaScript);
      await screenshot(officer.page, `journey-event-desk-moved-${key}`);
      await officer.page.getByRole("link", { name: "See the public page" }).click();
      await officer.page.getByText("This date has moved").waitFor();
      officer.assertCalm();
      booker.assertCalm();
    });
  }
});
