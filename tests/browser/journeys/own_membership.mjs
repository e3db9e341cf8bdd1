// One's own membership: renewed early by card, taken up again after a lapse, left; the directory; the addresses. Axe on every page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, DESK, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { pay } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

/** Axe runs in the page: only where script does. */
async function judge(page, name, javaScript = true) {
  if (javaScript) assert.deepEqual(await axeFindings(page), [], name);
  await page.setViewportSize(PHONE);
  assert.equal(await overflow(page), 0, `${name} is wider than a telephone`);
  await screenshot(page, `own-${name}`);
  await page.setViewportSize(DESK);
}

async function enter(page, mailbox) {
  await page.goto("/dev/people");
  await page.locator(`form[action="/dev/people/${mailbox}/session"] button`).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/dev"));
  await page.goto("/account");
}

async function payByCard(page, button) {
  const home = new URL(page.url()).origin;
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL((url) => url.origin !== home);
  await pay(page);
  await page.waitForURL((url) => url.origin === home);
}

async function untilAccountSays(page, words) {
  for (let tries = 0; tries < 30; tries += 1) {
    await page.goto("/account");
    if (words.test(await page.locator("main").innerText())) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`the account does not say ${words}:\n${await page.locator("main").innerText()}`);
}

suite("own membership", (person) => {
  test("a member whose renewal is open renews by card and loses no day", async () => {
    const { page, assertCalm } = await person();

    await enter(page, "dafydd.prosser");
    await judge(page, "account-due");
    await page.getByRole("link", { name: "Renew", exact: true }).click();
    await page.getByRole("heading", { name: "Renew your membership" }).waitFor();
    await judge(page, "renewal");
    await payByCard(page, /^Pay £\d+ now by card/);
    await untilAccountSays(page, /Renewal opens/);
    await judge(page, "account-renewed");
    await page.getByRole("link", { name: "Receipts" }).click();
    await judge(page, "receipts");
    await page.getByRole("link", { name: /renewal/i }).first().click();
    await page.getByText("Total charged").waitFor();
    await judge(page, "receipt");

    assertCalm();
  });

  for (const { javaScript, words } of BOTH_WAYS) {
    test(`a lapsed member comes back, prints a card and leaves again, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });

      await enter(page, javaScript ? "sian.oneill" : "tobias.inglefield");
      await judge(page, `account-lapsed-${javaScript}`, javaScript);
      await page.getByRole("link", { name: "Come back" }).click();
      await payByCard(page, /^Pay £\d+ now by card/);
      await untilAccountSays(page, /You are a member until/);
      for (const [link, name] of [["Membership card", "card"], ["Confirmation letter", "letter"], ["Pause", "pause"]]) {
        await page.goto("/account");
        await page.getByRole("link", { name: link, exact: true }).click();
        await judge(page, `${name}-${javaScript}`, javaScript);
      }
      await page.goto("/account/membership-type");
      await judge(page, `type-${javaScript}`, javaScript);
      await page.goto("/account");
      await page.getByRole("link", { name: "Leave", exact: true }).click();
      await judge(page, `leaving-${javaScript}`, javaScript);
      await page.getByRole("button", { name: "Leave the association" }).click();
      await page.getByRole("heading", { name: "We have your notice" }).waitFor();

      assert.match(await page.locator("body").innerText(), /£\d+ back/);
      assertCalm();
    });
  }

  test("members find one another and write without knowing an address", async () => {
    const { page, assertCalm } = await person();

    await signInAs(page, "colleague");
    await page.goto("/directory");
    await judge(page, "directory");
    await page.getByLabel("Interest").selectOption({ label: "Willing to mentor" });
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: "Asha Raghunathan" }).click();
    await judge(page, "directory-member");
    await page.getByRole("link", { name: "Write to Asha Raghunathan" }).click();
    await judge(page, "directory-message");
    await page.getByLabel("Your message").fill("Would you talk about your reviews at our team day?");
    await page.getByRole("button", { name: "Send the message" }).click();
    await page.getByText("Your message is on its way").waitFor();

    const mail = await mailTo(page, "asha.raghunathan@example.org", "writes to you by the members");
    assert.match(mail.text, /team day/);
    await page.goto("/directory");
    await page.getByRole("link", { name: "What visitors see" }).click();
    await page.getByText("Benedict Lockyer").waitFor();
    await judge(page, "directory-public");
    await page.goto("/account/directory");
    await page.getByLabel("My employer").selectOption({ label: "Members of my region" });
    await page.getByRole("button", { name: "Keep these choices" }).click();
    await page.getByText("You are in the directory").waitFor();
    await judge(page, "directory-choices");
    assertCalm();
  });

  test("a second address proves itself, and the other pages of the account are calm", async () => {
    const { page, assertCalm } = await person();
    const second = "asha.at.home@example.org";

    await signInAs(page, "member");
    for (const [path, name] of [["profile", "profile"], ["profile/employer?q=leeds", "employer"], ["email-choices", "choices"], ["directory", "listed"], ["emails", "emails"]]) {
      await page.goto(`/account/${path}`);
      await judge(page, name);
    }
    await page.getByLabel("Another email address of yours").fill(second);
    await page.getByRole("button", { name: "Send the code" }).click();
    const mail = await mailTo(page, second, "code");
    await judge(page, "email-change");
    await page.getByLabel(`Code sent to ${second}`).fill(mail.text.match(/\b\d{6}\b/)[0]);
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("You can sign in with it from now on").waitFor();

    assertCalm();
  });
});
