// The membership officer's morning: find somebody, explain their status, act, and look at the figures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, PHONE, axeFindings, overflow, screenshot } from "../support/browser.mjs";
import { signInAs } from "../support/people.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// Looks at the page as it stands, wide and narrow: axe, width, picture.
async function look(page, name, faults) {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    faults.push(...(await axeFindings(page)).map((finding) => `${name} at ${size.width} px: ${finding}`));
    const wider = await overflow(page);
    if (wider > 0) faults.push(`${name} at ${size.width} px: ${wider} px wider than the screen`);
    await screenshot(page, `member-desk-${name}-${size.width}`);
  }
  await page.setViewportSize(DESK);
}

suite("member desk", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`somebody is found, explained and suspended, ${words}`, { timeout: 180_000 }, async () => {
      const officer = await person({ javaScript });
      const page = officer.page;
      const who = javaScript ? "Orla Fitzmaurice" : "Nguyễn Thị Minh Khai";

      await signInAs(page, "administrator");
      await page.goto("/admin/members");
      await page.getByLabel("Search", { exact: true }).fill(javaScript ? "fitz" : "minh nguyen");
      if (javaScript) {
        await page.waitForURL(/q=fitz/);
        assert.equal(await page.locator("tbody tr").count(), 1, "the list follows the typing");
      } else {
        await page.getByRole("button", { name: "Search" }).click();
      }
      await page.getByRole("link", { name: who }).click();
      await page.getByRole("link", { name: "Explain this status" }).click();
      assert.match(await page.locator("main").innerText(), /What changes it next/);
      await page.getByRole("link", { name: who }).click();
      await page.getByRole("link", { name: "Suspend", exact: true }).click();
      await page.getByLabel("Why?").fill("A complaint is being looked into.");
      await page.getByRole("button", { name: "Suspend" }).click();
      await page.getByText("The membership is suspended").waitFor();
      assert.match(await page.locator(".admin-intro").innerText(), /Suspended/);
      officer.assertCalm();
    });
  }

  test("every page of the desk is fit for everybody", { timeout: 300_000 }, async () => {
    const { page, assertCalm } = await person();
    const faults = [];
    await signInAs(page, "administrator");
    const open = async (path, name) => {
      await page.goto(path);
      await look(page, name, faults);
    };

    await open("/admin/members", "list");
    await open("/admin/members?status=lapsed&region=Nowhere", "nobody");
    await open("/admin/members/overview", "overview");
    await open("/admin/members/overview?figures=public", "public-figures");
    await page.goto("/admin/members");
    await page.getByRole("link", { name: "Reports", exact: true }).click();
    await page.getByRole("heading", { name: "Membership reports" }).waitFor();
    await look(page, "reports", faults);
    await page.getByLabel("To", { exact: true }).fill("2020-01-01");
    await page.getByLabel("From", { exact: true }).fill("2021-01-01");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("Enter a day that is not after the last day").first().waitFor();
    await look(page, "reports-refused", faults);
    await open("/admin/register", "register");
    await open("/admin/membership-types", "types");
    await open("/admin/membership-types/full", "type");
    await open("/admin/membership-types/full/versions", "version");
    await open("/admin/membership-types/new", "new-type");
    await page.getByRole("button", { name: "Make the type" }).click();
    await look(page, "new-type-refused", faults);
    await page.getByLabel("A membership year that is the same for everybody").check();
    await page.getByLabel("The year begins on day").fill("29");
    await page.locator("#year_starts_month").selectOption("2");
    await page.getByRole("button", { name: "Make the type" }).click();
    await look(page, "new-type-no-such-year", faults);
    await open("/admin/membership-types/student", "type-with-year");
    await open("/admin/removals", "removals");
    await page.getByLabel("Why are they not removed?").fill("The appeal was upheld.");
    await page.getByRole("button", { name: "Do not remove" }).click();
    await page.getByText("It is dropped.").waitFor();
    await look(page, "no-removals", faults);
    await page.goto("/admin/members?q=suresh");
    await page.getByRole("link", { name: "Suresh Valliyappan" }).click();
    await look(page, "person", faults);
    const record = new URL(page.url()).pathname;
    await open(`${record}/status`, "explain");
    await open(`${record}/employer?q=leeds`, "employer");
    await open(`${record}/email`, "email");
    for (const act of ["order", "waiver", "free-term", "extension", "contact", "suspension", "resignation", "removal", "death"]) {
      await open(`${record}/acts/${act}`, `act-${act}`);
    }
    await page.getByRole("button", { name: "Record a death" }).click();
    await look(page, "act-refused", faults);

    assert.deepEqual(faults, []);
    assertCalm();
  });
});
