// Questions and needs: an officer asks, an attendee answers in private and tells what they need, the officer arranges it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, goToPayment, openLastDate, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// The desk of the date whose public page is at `path`.
async function openDesk(page, path) {
  for (let number = 1; ; number += 1) {
    await page.goto(`/admin/events?page=${number}`);
    const links = page.locator('main a[href^="/admin/events/"]');
    const hrefs = await links.evaluateAll((found) => found.map((link) => new URL(link.href).pathname));
    const desks = hrefs.filter((href) => /^\/admin\/events\/\d+$/.test(href));
    if (desks.length === 0) throw new Error(`no desk leads to ${path}`);
    for (const href of desks) {
      await page.goto(href);
      if ((await page.locator(`a[href="${path}"]`).count()) > 0) return href;
    }
  }
}

async function ask(page, { words, kind, required = false, after }) {
  await page.getByRole("link", { name: "Add a question" }).first().click();
  await page.getByLabel("Question", { exact: true }).fill(words);
  await page.getByLabel("Kind of answer").selectOption({ label: kind });
  if (required) await page.getByLabel("It has to be answered").check();
  if (after) await page.getByLabel("Only after this answer").selectOption({ label: after });
  await page.getByRole("button", { name: "Ask it" }).click();
  await page.getByText("The question is asked from now on.").waitFor();
}

suite("questions and needs", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`an officer asks, an attendee answers and tells what they need, and it is arranged, ${words}`, { timeout: 240_000 }, async () => {
      const [officer, booker, attendee] = [await person({ javaScript }), await person({ javaScript }), await person({ javaScript })];
      const tag = javaScript ? "js" : "nojs";
      const address = `mia.${tag}@example.org`;

      // A course of its own each time, because both ways ask the same questions.
      const path = await openLastDate(booker.page, javaScript ? "training-for-new-or-aspiring-iros" : "the-challenge-of-challenge");
      await signInAs(officer.page, "eventsOfficer");
      const desk = await openDesk(officer.page, path);
      await officer.page.goto(`${desk}/questions`);
      await ask(officer.page, { words: "Will you bring a case to talk about?", kind: "Yes or no", required: true });
      await ask(officer.page, {
        words: "What is it about, without names?", kind: "Several lines of text", required: true,
        after: "“Yes” to “Will you bring a case to talk about?”",
      });
      assert.deepEqual(javaScript ? await axeFindings(officer.page) : [], []);
      await screenshot(officer.page, `questions-desk-${tag}`);
      await officer.page.getByRole("link", { name: "Preview" }).click();
      await officer.page.getByRole("heading", { name: "What each attendee is asked" }).waitFor();

      await fillBooking(booker.page, {
        booker: ["Bo Booker", `bo.asks.${tag}@example.org`], attendees: [["Mia Attendee", address]], organisation: "Sampleton Council",
      });
      await goToPayment(booker.page, "£90");
      await pay(booker.page);
      await untilBooked(booker.page);

      const { page } = attendee;
      await page.goto(linkIn(await mailTo(page, address, "booked"), "/manage/"));
      await page.getByRole("link", { name: "Answer the questions" }).click();
      const about = page.getByLabel("What is it about, without names?");
      if (javaScript) assert.equal(await about.isVisible(), false, "it waits for its answer");
      await page.getByLabel("Yes", { exact: true }).check();
      await page.getByRole("button", { name: "Keep and go on" }).click();
      await page.getByRole("alert").waitFor();
      await about.fill("A review that came too late.");
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `questions-form-${tag}`);
      await page.getByRole("button", { name: "Keep and go on" }).click();
      await page.getByRole("heading", { level: 1, name: "What do you need on the day?" }).waitFor();
      await page.getByLabel("Live captions").check();
      await page.getByLabel("Anything we should know about it").fill("The larger the better.");
      await page.getByRole("button", { name: "Tell the organiser" }).click();
      await page.getByRole("alert").waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await page.getByLabel(/^I agree that/).check();
      await screenshot(page, `needs-form-${tag}`);
      await page.getByRole("button", { name: "Tell the organiser" }).click();
      await page.getByText("Received", { exact: true }).waitFor();

      await booker.page.reload();
      const seen = await booker.page.locator("main").innerText();
      assert.doesNotMatch(seen, /captions|The larger|too late/i, "whoever booked sees none of it");
      await officer.page.goto(`${desk}/needs`);
      assert.match(await officer.page.locator("main").innerText(), /Mia Attendee[\s\S]*Live captions[\s\S]*The larger the better/);
      assert.deepEqual(javaScript ? await axeFindings(officer.page) : [], []);
      await screenshot(officer.page, `needs-desk-${tag}`);
      await officer.page.getByRole("button", { name: "Arranged for Mia Attendee" }).click();
      await officer.page.getByText("The attendee reads so on their own page").waitFor();
      await officer.page.goto(`${desk}/answers`);
      assert.match(await officer.page.locator("main").innerText(), /What is it about[\s\S]*A review that came too late/);
      await page.reload();
      await page.getByText("Arranged", { exact: true }).waitFor();

      for (const { assertCalm } of [officer, booker, attendee]) assertCalm();
    });
  }

  test("a member uses what is kept on the profile with one press, and deletes it", { timeout: 120_000 }, async () => {
    const { page, assertCalm } = await person({ javaScript: true });

    await signInAs(page, "member");
    await page.goto("/account");
    await page.locator('a[href="/account/needs"]').click();
    assert.equal(await page.getByLabel("Live captions").isChecked(), true);
    await screenshot(page, "needs-profile");
    await page.goto("/account");
    await page.getByRole("link", { name: /A day in Leeds/ }).click();
    await page.getByRole("link", { name: "Your own page for your place" }).click();
    await page.getByRole("link", { name: "Tell us what you need" }).click();
    await page.getByRole("heading", { name: "From your profile" }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await screenshot(page, "needs-reuse");
    await page.getByRole("button", { name: "Use this for this date" }).click();
    await page.getByText("Received", { exact: true }).waitFor();
    await page.goto("/account/needs");
    await page.getByRole("button", { name: "Delete it from my profile" }).click();
    await page.getByText("Deleted from your profile").waitFor();

    assert.equal(await page.getByLabel("Live captions").isChecked(), false);
    assertCalm();
  });

  for (const { javaScript, words } of BOTH_WAYS) {
    test(`an attendee sends a file and the officer fetches it, ${words}`, { timeout: 120_000 }, async () => {
      const [officer, attendee] = [await person({ javaScript }), await person({ javaScript, size: PHONE })];
      const { page } = attendee;
      const tag = javaScript ? "js" : "nojs";
      const name = `my case ${tag}.pdf`;

      await signInAs(page, "member");
      await page.goto("/account");
      await page.getByRole("link", { name: /A day in Leeds/ }).click();
      await page.getByRole("link", { name: "Your own page for your place" }).click();
      await page.locator('main a[href$="/questions"]').first().click();
      await page.getByLabel("Yes", { exact: true }).first().check();
      await page.getByRole("button", { name: "Keep and go on" }).click();
      const isAsked = page.getByRole("heading", { level: 1, name: "A case to talk about, without names" });
      await page.waitForURL(/\/(file|needs)$/);
      if (page.url().endsWith("/needs")) {
        // Sent before, the other way: it is replaced.
        await page.goto(page.url().replace(/needs$/, "questions"));
        await page.getByRole("link", { name: /^Replace or remove/ }).click();
      }
      await isAsked.waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      assert.equal(await overflow(page), 0);
      await page.getByLabel(/^(Your file|Another file instead)$/).setInputFiles({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 a case") });
      await screenshot(page, `questions-file-${tag}`);
      await page.getByRole("button", { name: "Send the file" }).click();
      await page.getByRole("heading", { level: 1, name: "What do you need on the day?" }).waitFor();

      await signInAs(officer.page, "eventsOfficer");
      await officer.page.goto("/admin/events");
      await officer.page.getByRole("link", { name: /A day in Leeds/ }).first().click();
      await officer.page.getByRole("link", { name: "Read Answers" }).click();
      await screenshot(officer.page, `questions-answers-${tag}`);
      const [download] = await Promise.all([officer.page.waitForEvent("download"), officer.page.getByRole("link", { name }).click()]);
      assert.match(download.suggestedFilename(), /^answer-\d+\.pdf$/);
      for (const { assertCalm } of [officer, attendee]) assertCalm();
    });
  }

  test("the officer chooses who a facilitator is, and they see what people need in the room", { timeout: 120_000 }, async () => {
    const [officer, facilitator] = [await person({ javaScript: false }), await person({ javaScript: true, size: PHONE })];

    await signInAs(officer.page, "eventsOfficer");
    await officer.page.goto("/admin/events");
    await officer.page.getByRole("link", { name: /A day in Leeds/ }).first().click();
    await officer.page.getByRole("link", { name: "Choose Facilitators" }).click();
    await screenshot(officer.page, "facilitators-chosen");
    await officer.page.getByRole("button", { name: /^Take access away/ }).click();
    await officer.page.getByLabel("Name, or the whole email address").fill("marian osei");
    await officer.page.getByRole("button", { name: "Find" }).click();
    await screenshot(officer.page, "facilitators-found");
    await officer.page.getByRole("button", { name: "Choose Marian Osei" }).click();
    await officer.page.getByText("Marian Osei sees what people on this date need").waitFor();

    const { page } = facilitator;
    await signInAs(page, "trustee");
    await page.goto("/account");
    await page.getByRole("link", { name: "See Dates you lead" }).click();
    assert.deepEqual(await axeFindings(page), []);
    assert.equal(await overflow(page), 0);
    await screenshot(page, "facilitating-dates");
    await page.getByRole("link", { name: /^See what people need at A day in Leeds/ }).click();
    const seen = await page.locator("main").innerText();
    assert.match(seen, /Gareth[\s\S]*Step-free access/);
    assert.doesNotMatch(seen, /Vegetarian/, "what people eat is not for the facilitator");
    assert.deepEqual(await axeFindings(page), []);
    assert.equal(await overflow(page), 0);
    await screenshot(page, "facilitating-needs");
    for (const { assertCalm } of [officer, facilitator]) assertCalm();
  });
});
