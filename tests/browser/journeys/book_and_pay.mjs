// From the home page to a paid booking, and every way in which paying can go wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { fillBooking, goToPayment, openLastDate, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const COUNCIL = "Sampleton Council";

suite("booking and paying", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`a visitor books two places and pays, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });
      const attendees = [[`Siân O'Neill ${tag}`, `sian.${tag}@example.org`], [`Nguyễn Thị Hoa ${tag}`, `team.${tag}@example.org`]];

      await page.goto("/");
      await page.getByRole("link", { name: "Events" }).first().click();
      await openLastDate(page, "the-role-of-the-iro");
      const panel = await page.locator("aside.panel").first().innerText();
      assert.match(panel, /\(UK time\)/);
      assert.match(panel, /£\d+[\s\S]*£\d+/, "both prices");
      assert.match(panel, /places left/);
      assert.match(panel, /until the end of \w+day \d+ \w+ \d{4}/i, "the last day for a refund");
      assert.match(panel, /within 14 days/, "the right of whoever pays for themselves");
      assert.match(panel, /Co-Chair/, "the facilitator with the post held");
      await fillBooking(page, { booker: ["Bo Booker", `bo.${tag}@example.org`], attendees, organisation: COUNCIL });
      await screenshot(page, `journey-booking-form-${tag}`);
      await goToPayment(page, "£180");
      await pay(page);
      await untilBooked(page);
      await screenshot(page, `journey-booked-${tag}`);

      assert.match(await page.locator("main").innerText(), /£180/);
      const receipt = await mailTo(page, `bo.${tag}@example.org`, "");
      assert.match(receipt.text, /registered charity/i);
      for (const [, address] of attendees) {
        const mail = await mailTo(page, address, "booked");
        assert.match(mail.calendar, /METHOD:REQUEST/);
        linkIn(mail, "/manage/");
      }
      assertCalm();
    });

    test(`a declined card, then another, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });

      await openLastDate(page, "training-for-new-or-aspiring-iros");
      await fillBooking(page, {
        booker: ["Dee Clined", `dee.${tag}@example.org`], attendees: [[`Dee Clined ${tag}`, `dee.${tag}@example.org`]],
        organisation: COUNCIL,
      });
      await goToPayment(page, "£90");
      await page.getByRole("button", { name: "Use a card that is declined" }).click();
      await page.getByText("Your card was declined").waitFor();
      await pay(page);
      await untilBooked(page);

      assertCalm();
    });

    test(`leaving the pay page, then paying after all, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });

      await openLastDate(page, "training-for-new-or-aspiring-iros");
      await fillBooking(page, {
        booker: ["Leah Ving", `leah.${tag}@example.org`], attendees: [[`Leah Ving ${tag}`, `leah.${tag}@example.org`]],
        organisation: COUNCIL,
      });
      await goToPayment(page, "£90");
      await page.getByRole("button", { name: "Leave without paying" }).click();
      await page.getByRole("heading", { name: /kept, not yet paid/ }).waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `journey-held-${tag}`);
      await page.getByRole("button", { name: "Pay £90 by card" }).click();
      await pay(page, { webhook: "twice" });
      await untilBooked(page);

      assertCalm();
    });

    test(`an empty form says what is missing beside each field, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });

      await openLastDate(page, "training-for-new-or-aspiring-iros");
      await page.getByRole("link", { name: "Book places" }).click();
      await page.getByRole("button", { name: /now by card/ }).click();
      const summary = page.getByRole("alert");
      await summary.waitFor();

      assert.match(await page.title(), /^Error: /);
      const links = await summary.getByRole("link").count();
      assert.ok(links >= 3, `${links} links in the summary`);
      const id = (await summary.getByRole("link").first().getAttribute("href")).slice(1);
      await summary.getByRole("link").first().click();
      assert.equal(await page.evaluate(() => document.activeElement?.id), id, "the link leads to the field");
      assert.match(await page.locator(`#${id}-error`).innerText(), /\w+/);
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      assertCalm();
    });
  }

  test("a slow webhook ends well: the page looks until it knows", async () => {
    const { page, assertCalm } = await person();

    await openLastDate(page, "the-role-of-the-iro");
    await fillBooking(page, {
      booker: ["Sloane Slow", "sloane@example.org"], attendees: [["Sloane Slow", "sloane@example.org"]], organisation: COUNCIL,
    });
    await goToPayment(page, "£90");
    await pay(page, { webhook: "late" });
    await page.getByRole("heading", { name: "Checking your payment" }).waitFor();
    await untilBooked(page);

    assertCalm();
  });

  test("a booking is cancelled from the link in the email and the money comes back", async () => {
    const { page, assertCalm } = await person();
    const address = "cass.cancels@example.org";

    await openLastDate(page, "the-role-of-the-iro");
    await fillBooking(page, { booker: ["Cass Cancels", address], attendees: [["Cass Cancels", address]], organisation: COUNCIL });
    await goToPayment(page, "£90");
    await pay(page);
    await untilBooked(page);
    await page.goto(linkIn(await mailTo(page, address, "receipt"), "/manage/"));
    await page.getByRole("link", { name: "Cancel this booking" }).click();
    assert.match(await page.locator("main").innerText(), /£90/, "the preview says what comes back");
    await screenshot(page, "journey-cancellation-preview");
    await page.getByRole("button", { name: "Cancel and refund £90" }).click();
    await page.getByRole("heading", { name: "This booking is cancelled" }).waitFor();

    const letter = await mailTo(page, address, "Cancelled: The Role of the IRO");
    assert.match(letter.text, /Comes back in all: £90/);
    assert.match(letter.calendar, /METHOD:CANCEL/, "whoever booked for themselves hears once, with their own entry");
    assertCalm();
  });
});
