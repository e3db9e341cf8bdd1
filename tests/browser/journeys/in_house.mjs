// An authority asks for training of its own, gets a quote, accepts it, and its people register for a date nobody else can find.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const dayFromNow = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function calm(page, javaScript, name) {
  assert.deepEqual(javaScript ? await axeFindings(page) : [], [], name);
  assert.equal(await overflow(page), 0, `${name} is wider than the window`);
  await screenshot(page, name);
}

async function ask(page, { javaScript, contact, tag }) {
  await page.goto("/courses/the-role-of-the-iro");
  await page.getByRole("link", { name: "Ask about in-house training" }).click();
  await page.getByLabel("Your authority").fill("RBKC");
  if (!javaScript) {
    await page.getByRole("button", { name: "Look it up" }).click();
    await page.getByLabel("Kensington and Chelsea").check();
  } else {
    await page.locator("datalist option").first().waitFor({ state: "attached" });
    await page.getByLabel("Your authority").fill("Kensington and Chelsea");
  }
  await page.getByLabel("Your name").fill(`Hannah ${tag}`);
  await page.getByLabel("Your email address").fill(contact);
  await page.getByLabel("How many people, about").fill("12");
  await page.getByLabel("By video").check();
  await page.waitForTimeout(3_200);
  await calm(page, javaScript, `in-house-enquiry-${tag}`);
  await page.getByRole("button", { name: "Send the enquiry", exact: true }).last().click();
  await page.getByRole("heading", { name: "Thank you. We have your enquiry" }).waitFor();
}

async function quote(page, { javaScript, tag }) {
  await page.goto("/admin/in-house?show=new");
  await calm(page, javaScript, `in-house-pipeline-${tag}`);
  await page.getByRole("link", { name: "Kensington and Chelsea" }).last().click();
  await calm(page, javaScript, `in-house-enquiry-desk-${tag}`);
  await page.getByRole("link", { name: "Write a quote" }).click();
  await page.locator("#unit-1").fill("1200");
  await calm(page, javaScript, `in-house-quote-form-${tag}`);
  await page.getByRole("button", { name: "Save and look at it" }).click();
  await page.getByRole("button", { name: "Send the quote" }).click();
  await page.getByText("The quote is on its way").waitFor();
}

async function setDate(page, { javaScript, tag }) {
  await page.reload();
  await page.getByLabel("Day", { exact: true }).fill(dayFromNow(40));
  await page.getByLabel("Starts").fill("09:30");
  await page.getByLabel("Ends", { exact: true }).fill("13:00");
  await page.getByLabel("How many may register").fill("12");
  await page.getByLabel("Only addresses that end in").fill("example.org");
  await calm(page, javaScript, `in-house-date-${tag}`);
  await page.getByRole("button", { name: "Set the date and send the link" }).click();
  await page.getByText("The date is set").first().waitFor();
}

suite("in-house training", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`an authority asks, accepts, and its people register, ${words}`, { timeout: 180_000 }, async () => {
      const visitor = await person({ javaScript, size: PHONE });
      const officer = await person({ javaScript });
      const contact = `hannah.${tag}@example.org`;
      const page = visitor.page;

      await ask(page, { javaScript, contact, tag });
      assert.match((await mailTo(page, contact, "We have your enquiry")).text, /A person answers you by the end of/);
      await signInAs(officer.page, "eventsOfficer");
      await quote(officer.page, { javaScript, tag });
      await page.goto(linkIn(await mailTo(page, contact, "Quote"), "/in-house-quote/"));
      await calm(page, javaScript, `in-house-quote-${tag}`);
      await page.getByLabel("Your name").fill("Idris Fenwick");
      await page.getByLabel("Your job title").fill("Head of Service");
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Accept the quote of £1,200" }).click();
      await page.getByText("Accepted by Idris Fenwick").waitFor();
      await setDate(officer.page, { javaScript, tag });

      const letter = await mailTo(page, contact, "The date is set");
      await page.goto(linkIn(letter, "/in-house-register/"));
      assert.doesNotMatch(await page.locator("main").innerText(), /£/, "no price is shown");
      await page.getByLabel("Your name").fill(`Moira ${tag}`);
      await page.getByLabel("Your work email address").fill(`moira.${tag}@example.org`);
      await calm(page, javaScript, `in-house-register-${tag}`);
      await page.getByRole("button", { name: "Register" }).click();
      await page.getByText(`Moira ${tag}`).first().waitFor();
      assert.match((await mailTo(page, `moira.${tag}@example.org`, "booked")).calendar, /METHOD:REQUEST/);
      await page.goto(linkIn(letter, "/in-house-quote/"));
      await page.getByText("Registered: 1 of 12").waitFor();
      await calm(page, javaScript, `in-house-agreed-${tag}`);
      await page.getByRole("link", { name: `Remove Moira ${tag}` }).click();
      await calm(page, javaScript, `in-house-take-off-${tag}`);
      await page.getByRole("button", { name: `Take Moira ${tag} off the list` }).click();
      await page.getByText("Registered: 0 of 12").waitFor();
      await page.getByRole("link", { name: "Cancel this training" }).click();
      await page.getByText("Nothing is owed if you cancel now").waitFor();
      await calm(page, javaScript, `in-house-own-cancellation-${tag}`);
      await page.getByRole("link", { name: "Keep it" }).click();
      await page.goto("/events");
      assert.equal(await page.getByText("for your own team").count(), 0, "nobody else finds it");
      await officer.page.reload();
      await officer.page.getByRole("link", { name: "Cancel this training" }).click();
      await calm(officer.page, javaScript, `in-house-cancellation-${tag}`);
      visitor.assertCalm();
      officer.assertCalm();
    });
  }
});
