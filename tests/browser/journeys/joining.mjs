// Joining: as an associate who pays at once, and as a full member who is approved first; with script and without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, overflow, PHONE, DESK, screenshot } from "../support/browser.mjs";
import { answerQuestions, proveAddress, untilMember } from "../support/joining.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { pay } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// Judges a page by axe and at a telephone's width, and takes its picture. Axe is script itself, so it waits for the other way.
function judge(page, tag, javaScript) {
  return async (name) => {
    if (!javaScript) return;
    assert.deepEqual(await axeFindings(page), [], name);
    await page.setViewportSize(PHONE);
    assert.equal(await overflow(page), 0, `${name} is wider than a telephone`);
    await screenshot(page, `join-${tag}-${name}`);
    await page.setViewportSize(DESK);
  };
}

suite("joining", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`somebody new joins as an associate and pays, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });
      const look = judge(page, `associate-${tag}`, javaScript);

      await page.goto("/");
      await page.getByRole("link", { name: "Join us" }).first().click();
      await look("types");
      await page.getByRole("link", { name: "Apply: Associate" }).click();
      await proveAddress(page, mailTo, `una.${tag}@example.org`, "Una O’Neill");
      await page.getByRole("heading", { name: "Which membership do you want?" }).waitFor();
      assert.ok(await page.getByLabel("Associate").isChecked(), "the type is chosen already");
      await look("type");
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

      assert.match(await page.locator("main").innerText(), /Membership number[\s\S]*Associate[\s\S]*£40/);
      assertCalm();
    });

    test(`somebody applies as a full member, is approved and pays, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });
      const officer = await person({ javaScript });
      const address = `bo.${tag}@example.org`;

      await page.goto("/join");
      await page.getByRole("link", { name: "Apply: Full member" }).click();
      await proveAddress(page, mailTo, address, `Bo Ng ${tag}`);
      await page.getByRole("heading", { name: "Which membership do you want?" }).waitFor();
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByRole("heading", { name: "What is your name?" }).waitFor();
      await page.getByRole("button", { name: "Come back later" }).click();
      const saved = await mailTo(page, address, "Go on with your application");
      await page.goto(linkIn(saved, "/join/continue"));
      await answerQuestions(page, { javaScript });
      await page.getByRole("button", { name: "Send my application" }).click();
      await page.getByRole("heading", { name: "We have your application" }).waitFor();
      await judge(page, `full-${tag}`, javaScript)("sent");

      await signInAs(officer.page, "membershipOfficer");
      await officer.page.goto("/admin/applications");
      await judge(officer.page, `desk-${tag}`, javaScript)("queue");
      await officer.page.getByRole("link", { name: `Bo Ng ${tag}` }).click();
      await officer.page.getByLabel("Approve").check();
      await officer.page.getByLabel(/I have no interest of my own/).check();
      await judge(officer.page, `desk-${tag}`, javaScript)("application");
      await officer.page.getByRole("button", { name: "Carry it out" }).click();
      await officer.page.getByText("Approved. The applicant gets a letter").waitFor();

      const letter = await mailTo(page, address, "approved");
      await page.goto(linkIn(letter, "/join/payment"));
      const home = new URL(page.url()).origin;
      await page.getByRole("button", { name: "Pay £60 now by card" }).click();
      await page.waitForURL((url) => url.origin !== home);
      await pay(page);
      await page.waitForURL((url) => url.origin === home);
      await untilMember(page);
      assert.match(await page.locator("main").innerText(), /Full member/);
      assertCalm();
      officer.assertCalm();
    });
  }
});
