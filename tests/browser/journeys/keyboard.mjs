// Joining, booking, paying and cancelling with the keyboard alone, and on a screen magnified four times (AX-01).
import assert from "node:assert/strict";
import { test } from "node:test";
import { overflow, screenshot } from "../support/browser.mjs";
import { answerQuestions, proveAddress, untilMember } from "../support/joining.mjs";
import { byKeyboard } from "../support/keyboard.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { fillBooking, goToPayment, openLastDate, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// 1,280 by 1,024 pixels at 400 %.
const MAGNIFIED = { width: 320, height: 256 };

async function bookPayAndCancel(page, [name, address], look = async () => {}) {
  await openLastDate(page, "the-role-of-the-iro");
  await look("date");
  await fillBooking(page, { booker: [name, address], attendees: [[name, address]], organisation: "Sampleton Council" });
  await look("form");
  await goToPayment(page, "£90");
  await pay(page);
  await untilBooked(page);
  await look("booked");
  await page.goto(linkIn(await mailTo(page, address, "receipt"), "/manage/"));
  await page.getByRole("link", { name: "Cancel this booking" }).click();
  await page.getByRole("button", { name: "Cancel and refund £90" }).waitFor();
  await look("preview");
  await page.getByRole("button", { name: "Cancel and refund £90" }).click();
  await page.getByRole("heading", { name: "This booking is cancelled" }).waitFor();
  await look("cancelled");
}

async function join(page, { name, address, javaScript }, look = async () => {}) {
  await page.goto("/join");
  await look("types");
  await page.getByRole("link", { name: "Apply: Associate" }).click();
  await proveAddress(page, mailTo, address, name);
  await page.getByRole("heading", { name: "Which membership do you want?" }).waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await answerQuestions(page, { javaScript, look });
  await page.getByRole("button", { name: "Go on to payment" }).click();
  await page.getByRole("heading", { name: "Pay for your membership" }).waitFor();
  await look("payment");
  const home = new URL(page.url()).origin;
  await page.getByRole("button", { name: "Pay £40 now by card" }).click();
  await page.waitForURL((url) => url.origin !== home);
  await pay(page);
  await page.waitForURL((url) => url.origin === home);
  await untilMember(page);
  await look("member");
}

suite("keyboard and magnifier", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`booking, paying and cancelling with the keyboard alone, ${words}`, { timeout: 240_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript });
      await bookPayAndCancel(byKeyboard(page), [`Kay Board ${tag}`, `kay.${tag}@example.org`]);
      assertCalm();
    });

    test(`joining and paying with the keyboard alone, ${words}`, { timeout: 240_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript });
      await join(byKeyboard(page), { name: "Tab Stopp", address: `tab.${tag}@example.org`, javaScript });
      assertCalm();
    });
  }

  test("a screen magnified four times: booking, paying, cancelling, joining", { timeout: 240_000 }, async () => {
    const { page, assertCalm } = await person({ size: MAGNIFIED });
    const look = (of) => async (name) => {
      assert.equal(await overflow(page), 0, `${of}, ${name}: nobody reads by moving sideways`);
      await screenshot(page, `magnified-${of}-${name}`);
    };
    await bookPayAndCancel(page, ["Lou Pe", "lou@example.org"], look("booking"));
    await join(page, { name: "Max Nifier", address: "max@example.org", javaScript: true }, look("joining"));
    assertCalm();
  });
});
