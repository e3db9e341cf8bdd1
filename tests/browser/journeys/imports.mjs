// A file of people, from the upload to taking it back; and two records of one person made one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { signInAs } from "../support/people.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

const HEADINGS = "Name;Email;Membership number;Member since;Employer";

async function uploadFile(page, text) {
  await page.goto("/admin/imports");
  await page.getByLabel("CSV file").setInputFiles({ name: "old list.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Upload the file" }).click();
  await page.getByRole("heading", { name: "What is in each column?" }).waitFor();
}

// Waits for a job to end: with script the bar moves by itself, without it the page refreshes itself.
async function untilStill(page, words) {
  await page.getByText(words).first().waitFor({ timeout: 30_000 });
}

const calm = async (page, javaScript) => {
  assert.deepEqual(javaScript ? await axeFindings(page) : [], []);
  assert.equal(await overflow(page), 0, "wider than the screen");
};

suite("imports and merges", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    const tag = javaScript ? "js" : "nojs";

    test(`a list is checked, written and taken back, ${words}`, { timeout: 120_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript, size: PHONE });
      await signInAs(page, "administrator");
      const rows = [
        `Nerys Invented ${tag};nerys.${tag}@example.org;${javaScript ? 71001 : 72001};01/02/2019;Sampleton Council`,
        `=SUM(1);formula.${tag}@example.org;;;`,
        `Half a row;half.${tag}@ex`,
      ];

      await uploadFile(page, `${HEADINGS}\n${rows.join("\n")}`);
      assert.equal(await page.getByLabel("Column 1: Name").inputValue(), "name");
      await calm(page, javaScript);
      await screenshot(page, `import-columns-${tag}`);
      await page.getByRole("button", { name: "Check every row" }).click();
      await untilStill(page, "1 person is ready to be written");
      const report = await page.locator("main").innerText();
      assert.match(report, /Name: This begins like a formula/);
      assert.match(report, /The row ends after 2 of 5 columns/);
      await calm(page, javaScript);
      await screenshot(page, `import-report-${tag}`);

      await page.getByRole("button", { name: "Write 1 person" }).click();
      await untilStill(page, "The welcome is held back");
      await page.getByText("Written (1)").waitFor();

      await page.getByRole("button", { name: "Take the whole import back" }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Why?").fill("It was the wrong list");
      await page.getByRole("button", { name: "Take the whole import back" }).click();
      await untilStill(page, "Taken back (1)");
      assertCalm();
    });

    test(`somebody who is written twice becomes one again, ${words}`, { timeout: 120_000 }, async () => {
      const { page, assertCalm } = await person({ javaScript });
      await signInAs(page, "administrator");
      const name = `Twice Written ${tag}`;
      const number = javaScript ? 73001 : 74001;
      await uploadFile(page, `Name,Email,No,Since\n${name},one.${tag}@example.org,${number},01/02/2019\n${name},two.${tag}@example.org,,\n`);
      await page.getByLabel("Column 3: No").selectOption("number");
      await page.getByLabel("Column 4: Since").selectOption("member_since");
      await page.getByRole("button", { name: "Check every row" }).click();
      await untilStill(page, "2 people are ready to be written");
      await page.getByRole("button", { name: "Write 2 people" }).click();
      await page.getByText("Written (2)").waitFor({ timeout: 30_000 });
      const links = await page.locator("td a", { hasText: name }).evaluateAll((all) => all.map((link) => link.pathname));
      const [one, other] = links.map((path) => path.split("/").pop());

      await page.goto(`/admin/members/${other}/merge`);
      await page.getByLabel("Find the other record").fill(`twice ${tag}`);
      await page.getByRole("button", { name: "Search" }).click();
      await page.getByRole("link", { name: `Compare with ${name}, ${one}` }).click();
      await page.getByRole("heading", { name: "Side by side" }).waitFor();
      await calm(page, javaScript);
      await screenshot(page, `merge-compare-${tag}`);
      await page.getByLabel("How do you know that they are one person?").fill("Both addresses are theirs");
      await page.getByRole("button", { name: "Make the two records one" }).click();
      await page.getByText("The two records are one now").waitFor();

      await page.getByRole("button", { name: /Take it back/ }).click();
      await page.getByText("The two records are apart again, as they were").waitFor();
      await calm(page, javaScript);
      assertCalm();
    });
  }

  test("everybody reads and downloads what is kept about them", async () => {
    const { page, assertCalm } = await person();
    await signInAs(page, "member");

    await page.goto("/account/data");
    assert.match(await page.locator("main").innerText(), /Asha Raghunathan/);
    await calm(page, true);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /Download it as a file/ }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "my-data.json");
    assertCalm();
  });
});
