// What a place costs and what comes back: refund policies in steps, early prices, codes, places given away, joining and booking.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, goToPayment, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const COUNCIL = "Sampleton Council";

// Opens the demo's date with an early price and a policy in two steps.
async function openEarlyDate(page) {
  await page.goto("/events");
  await page.locator('a[href^="/events/chairing-a-difficult-review"]').first().click();
}

suite("prices and refunds", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`a policy in two steps is written, and its words stand where people decide, ${words}`, { timeout: 120_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript });
      await signInAs(page, "eventsOfficer");
      await page.goto("/admin/refund-policies/new");
      await page.getByLabel("Name", { exact: true }).fill(`Three steps ${tag}`);
      for (const [row, days, percent] of [[1, "14", "100"], [2, "7", "50"], [3, "2", "60"]]) {
        await page.locator(`#days_${row}`).fill(days);
        await page.locator(`#percent_${row}`).fill(percent);
      }
      await page.getByRole("button", { name: "Make the policy" }).click();
      await page.getByRole("alert").waitFor();
      assert.match(await page.locator("#percent_3-error").innerText(), /less than in the row above/);
      await page.locator("#percent_3").fill("20");
      await page.getByRole("button", { name: "Make the policy" }).click();
      await page.getByText("Up to 2 days before: 20%").waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await page.goto("/admin/refund-policies");
      await screenshot(page, `journey-refund-policies-${tag}`);

      await openEarlyDate(page);
      const panel = await page.locator("aside.panel").first().innerText();
      assert.match(panel, /for a full refund/);
      assert.match(panel, /50% comes back/);
      assert.match(panel, /Early price/);
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `journey-early-price-${tag}`);
      assertCalm();
    });

    test(`a code is made, applied, paid with and ended, ${words}`, { timeout: 120_000 }, async () => {
      const officer = await person({ javaScript });
      const { page, assertCalm } = await person({ javaScript });
      const code = `TEAM-${tag.toUpperCase()}`;
      await signInAs(officer.page, "eventsOfficer");
      await officer.page.goto("/admin/discount-codes/new");
      await officer.page.getByLabel("Code", { exact: true }).fill(code.toLowerCase());
      await officer.page.getByLabel("What it is for").fill("Teams that book together");
      await officer.page.getByLabel("Percent, or pounds").fill("10");
      await officer.page.getByRole("button", { name: "Make the code" }).click();
      await officer.page.getByRole("heading", { level: 1, name: code }).waitFor();

      await page.goto("/events");
      await page.locator('a[href^="/events/training-for-new-or-aspiring-iros"]').last().click();
      await fillBooking(page, {
        booker: ["Cody Code", `cody.${tag}@example.org`], attendees: [[`Cody Code ${tag}`, `cody.${tag}@example.org`]],
        organisation: COUNCIL,
      });
      await page.locator("#code").fill("WRONG-CODE");
      await page.getByRole("button", { name: "Apply the code" }).click();
      await page.locator("#code-error").waitFor();
      assert.match(await page.locator("#code-error").innerText(), /cannot be used for this booking/);
      await page.locator("#code").fill(` ${code.toLowerCase()} `);
      await page.getByRole("button", { name: "Apply the code" }).click();
      await page.getByText(`${code} takes £9 off`).first().waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `journey-code-${tag}`);
      await goToPayment(page, "£81");
      await pay(page);
      await untilBooked(page);
      assert.match(await page.locator("main").innerText(), new RegExp(`with code ${code}, instead of £90`));
      const receipt = await mailTo(page, `cody.${tag}@example.org`, "receipt");
      assert.match(receipt.text, new RegExp(`£81 \\(with code ${code}`));

      await officer.page.reload();
      await officer.page.getByText("Counted").waitFor();
      await screenshot(officer.page, `journey-code-desk-${tag}`);
      await officer.page.getByRole("button", { name: "End the code" }).click();
      await officer.page.getByText("The code has ended").waitFor();
      officer.assertCalm();
      assertCalm();
    });

    test(`a bursary place is given with its reason, ${words}`, { timeout: 120_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript });
      await signInAs(page, "eventsOfficer");
      await openEarlyDate(page);
      await page.goto("/admin/events");
      await page.locator("tr", { hasText: "Chairing a difficult review" }).first().getByRole("link").first().click();
      await page.getByRole("link", { name: "Give a place away" }).click();
      await page.getByLabel("Who comes").fill(`Bea Bursary ${tag}`);
      await page.getByLabel("Email address").fill(`bea.${tag}@example.org`);
      await page.getByLabel("A bursary place").check();
      await page.getByLabel("Why", { exact: true }).fill("Care leavers’ fund");
      await screenshot(page, `journey-bursary-${tag}`);
      await page.getByRole("button", { name: "Give the place" }).click();
      await page.getByText("is told by email").waitFor();
      assert.match(await page.locator("main").innerText(), /bursary place: Care leavers’ fund, instead of £90/);
      const mail = await mailTo(page, `bea.${tag}@example.org`, "Booking confirmed");
      assert.match(mail.text, /bursary place: Care leavers’ fund/);

      await page.getByRole("link", { name: "Give a place away" }).click();
      await page.getByLabel("Who comes").fill(`Pat Part ${tag}`);
      await page.getByLabel("Email address").fill(`pat.${tag}@example.org`);
      await page.getByLabel("A bursary place").check();
      await page.getByLabel(/What is still to be paid/).fill("30");
      await page.getByLabel("Why", { exact: true }).fill("Care leavers’ fund");
      await screenshot(page, `journey-part-bursary-${tag}`);
      await page.getByRole("button", { name: "Give the place" }).click();
      await page.getByText("is asked by email to pay £30").waitFor();
      assertCalm();
    });
  }

  test("somebody who has still to pay for a membership pays for both at once, at the member price", { timeout: 120_000 }, async () => {
    const { page, assertCalm } = await person();
    await page.goto("/dev/people");
    await page.locator('form[action="/dev/people/chiara.benedetti/session"] button').click();
    await page.waitForURL((url) => !url.pathname.startsWith("/dev"));
    await page.goto("/events");
    await page.locator('a[href^="/events/the-role-of-the-iro"]').last().click();
    await page.getByRole("link", { name: "Book places" }).click();
    await page.getByLabel("I am paying myself").check();
    await page.getByLabel(/^Pay my .* membership/).check();
    await page.getByRole("button", { name: "Work the price out again" }).first().click();
    await page.getByText(/^With .* membership £\d+/).waitFor();
    assert.match(await page.locator("main").innerText(), /member price/);
    assert.deepEqual(await axeFindings(page), []);
    await screenshot(page, "journey-join-and-book");
    const label = await page.getByRole("button", { name: /now by card/ }).innerText();
    await goToPayment(page, label.match(/£[\d,.]+/)[0]);
    await pay(page);
    await untilBooked(page);
    assert.match(await page.locator("main").innerText(), /£50[\s\S]*member price/);
    await page.goto("/account");
    assert.doesNotMatch(await page.locator("main").innerText(), /not a member/i);
    assertCalm();
  });
});
