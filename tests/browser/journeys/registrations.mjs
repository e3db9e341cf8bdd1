// The yearly check of registrations: numbers out, results in, and a query settled; on a phone, with script and without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, DESK, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { signInAs } from "../support/people.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const HERE = "/admin/members/registrations";

suite("registrations", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const size = javaScript ? PHONE : DESK;
    const tag = javaScript ? "js" : "nojs";
    const calm = async (page) => {
      assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
      assert.equal(await overflow(page), 0, "wider than the screen");
    };

    test(`a list is looked at and dropped, and a query is noted, ${words}`, { timeout: 120_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript, size });
      await signInAs(page, "membershipOfficer");
      await page.goto("/admin");
      await page.getByText(/quer(y|ies) about (a registration|registrations) wait/).waitFor();

      await page.goto(HERE);
      await calm(page);
      await screenshot(page, `registrations-${tag}`);
      await page.getByRole("button", { name: /^Prepare lists of/ }).click();
      await page.getByText("1 list is ready").waitFor();
      await page.locator(`a[href^="${HERE}/lists/"]`).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download the numbers (CSV)" }).click(),
      ]);
      assert.match(download.suggestedFilename(), /^registration-numbers-.+\.csv$/);
      await calm(page);
      await screenshot(page, `registrations-list-${tag}`);
      const text = "Registration number,Name,Status,Registered until\nSW90277,Suresh Valliyappan,Lapsed,30/11/2025\nSW1,Half\n";
      await page.getByLabel("Results file").setInputFiles({ name: "results.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
      await page.getByRole("button", { name: "Upload the results" }).click();
      await page.getByText("1 check is ready to be written").waitFor();
      await calm(page);
      await screenshot(page, `registrations-results-${tag}`);
      await page.getByRole("button", { name: "Drop this list" }).click();
      await page.getByText("The list is dropped").waitFor();

      await page.getByRole("link", { name: "Kit Abernathy" }).click();
      await page.getByLabel("I have asked the member").check();
      await page.getByLabel("Note").fill("Asked which name is right");
      await calm(page);
      await screenshot(page, `registrations-person-${tag}`);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("The query waits for the member’s answer").waitFor();
      assertCalm();
    });
  }
});
