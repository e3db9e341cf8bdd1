// A manager books a group without knowing who comes, and names people by typing, by a list and by links (GRP-1 to GRP-9).
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, goToPayment, openLastDate, pay, untilBooked } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const COUNCIL = "Sampleton Council";

// The group's booking of the demo, which Asha made: its page.
async function openDemoGroup(page) {
  await signInAs(page, "member");
  await page.goto("/account");
  const groups = page.locator('a[href^="/bookings/"]');
  for (const href of await groups.evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
    await page.goto(href);
    if ((await page.getByText("places have no name yet").count()) > 0) return;
  }
  throw new Error("the demo has no group without names");
}

suite("groups", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`four places are booked and named in three ways, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });
      const colleague = await person({ javaScript });

      await openLastDate(page, "the-role-of-the-iro");
      await fillBooking(page, {
        booker: ["Mandy Manager", `mandy.${tag}@example.org`], attendees: [[`Asha First ${tag}`, `asha.${tag}@example.org`]],
        organisation: COUNCIL,
      });
      await page.getByLabel("People I will name later").fill("3");
      if (!javaScript) {
        await page.getByRole("button", { name: "Pay £90 now by card" }).click();
        await page.getByText("4 places").waitFor();
      }
      await screenshot(page, `groups-form-${tag}`);
      await goToPayment(page, "£360");
      await pay(page);
      await untilBooked(page);
      const receipt = await mailTo(page, `mandy.${tag}@example.org`, "receipt");
      assert.match(receipt.text, /3 places have no name yet/);
      await page.goto(linkIn(receipt, "/manage/").replace(/\/names$/, ""));
      await page.getByText("3 places have no name yet").waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `groups-booking-${tag}`);

      await page.getByRole("link", { name: "Say who is coming" }).click();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      const row = (place) => page.getByRole("group", { name: `Place ${place}` });
      await row(2).getByLabel("Full name").fill(`Siân O'Neill ${tag}`);
      await row(2).getByLabel("Email address").fill(`team.${tag}@example.org`);
      await row(3).getByLabel("Email address").fill(`link.${tag}@example.org`);
      await screenshot(page, `groups-names-${tag}`);
      await page.getByRole("button", { name: "Save and send" }).click();
      await page.getByText("1 name saved, 1 link sent.").waitFor();
      await page.getByText(`Link sent to link.${tag}@example.org`).waitFor();
      assert.match((await mailTo(page, `team.${tag}@example.org`, "booked")).calendar, /METHOD:REQUEST/);

      await colleague.page.goto(linkIn(await mailTo(page, `link.${tag}@example.org`, "Put your name"), "/claim-place/"));
      assert.deepEqual(javaScript ? await axeFindings(colleague.page) : [], []);
      await screenshot(colleague.page, `groups-claim-${tag}`);
      await colleague.page.getByLabel("Your full name").fill(`Nguyễn Thị Hoa ${tag}`);
      await colleague.page.getByLabel("Your email address").fill(`hoa.${tag}@example.org`);
      await colleague.page.getByRole("button", { name: "Take my place" }).click();
      await colleague.page.getByText("the place is yours").waitFor();
      await screenshot(colleague.page, `groups-own-place-${tag}`);

      await page.reload();
      await page.getByRole("link", { name: "Say who is coming" }).click();
      await page.getByLabel("Paste names").fill(`Bo Ng ${tag}, bo.${tag}@example.org\nnobody\n=1+1, evil@example.org\n`);
      await page.getByRole("button", { name: "Look through the list" }).click();
      await page.getByText("Row 3: A cell begins like a formula").waitFor();
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      await screenshot(page, `groups-list-${tag}`);
      await page.getByRole("button", { name: "Save this name" }).click();
      await page.getByText("1 name saved.").waitFor();
      const text = await page.locator("main").innerText();
      for (const name of ["Asha First", "Siân O'Neill", "Nguyễn Thị Hoa", "Bo Ng"]) assert.match(text, new RegExp(name));
      assert.doesNotMatch(text, /no name yet/);

      assertCalm();
      colleague.assertCalm();
    });
  }

  test("the demo's group of six fits a telephone", async () => {
    const { page, assertCalm } = await person({ size: PHONE });

    await openDemoGroup(page);
    assert.equal(await overflow(page), 0);
    await screenshot(page, "groups-demo-booking-390");
    await page.getByRole("link", { name: "Say who is coming" }).click();
    assert.equal(await overflow(page), 0);
    await page.getByText("Link sent to").waitFor();
    await screenshot(page, "groups-demo-names-390");

    assertCalm();
  });

  test("an officer books twelve places for somebody", async () => {
    const { page, assertCalm } = await person();

    await signInAs(page, "eventsOfficer");
    await page.goto("/admin/events");
    await page.getByRole("link", { name: "Training for New or Aspiring IROs", exact: true }).last().click();
    await page.getByRole("link", { name: "Book for somebody" }).click();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByLabel("Their full name").fill("Hannah Quill");
    await page.getByLabel("Their email address").fill("hannah.twelve@example.org");
    await page.getByLabel("Name of the organisation").fill(COUNCIL);
    await page.getByLabel("How many places").fill("12");
    await page.getByLabel("Names that are known").fill("Idris Fenwick, reviewing.twelve@example.org");
    await screenshot(page, "groups-officer");
    await page.getByRole("button", { name: "Book", exact: true }).click();
    await page.getByText("12 places are booked").waitFor();
    await page.getByText("Without a name yet").waitFor();
    await screenshot(page, "groups-desk");
    assert.match((await mailTo(page, "hannah.twelve@example.org", "")).text, /12 places|£/);

    assertCalm();
  });
});
