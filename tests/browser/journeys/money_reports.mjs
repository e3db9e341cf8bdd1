// The treasurer's month: reports whose rows add up, a dispute with what can be shown, an exception by an officer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { signInAs } from "../support/people.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// `£1,250.50`, `-£3` or `4` as a number.
const figure = (text) => Number(text.replace(/[£,\s]/g, ""));

// The tables of the page: rows and the last line, as numbers.
const tables = (page) => page.locator("table").evaluateAll((all) => all.map((table) => {
  const cells = (row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent);
  return { rows: [...table.tBodies[0].rows].map(cells), totals: cells(table.tFoot.rows[0]) };
}));

async function rowsAddUp(page) {
  const all = await tables(page);
  for (const { rows, totals } of all) {
    totals.forEach((total, column) => {
      const sum = rows.reduce((so_far, row) => so_far + Math.round(figure(row[column]) * 100), 0);
      assert.equal(sum, Math.round(figure(total) * 100));
    });
  }
  return all.length;
}

suite("money reports", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`the treasurer reads a month and a year, and looks into a dispute, ${words}`, { timeout: 120_000 }, async () => {
      const { page } = await person({ javaScript });
      await signInAs(page, "treasurer");
      await page.goto("/admin/money");
      await page.getByRole("link", { name: "Reports by month and year" }).click();
      assert.ok(await rowsAddUp(page) >= 3, "this month has tables");
      await page.getByRole("link", { name: /^1 April/ }).first().click();
      await page.getByRole("heading", { name: "Month by month" }).waitFor();
      assert.ok(await rowsAddUp(page) >= 5, "the year has tables");
      await page.getByRole("heading", { name: "Income by event date" }).waitFor();
      if (javaScript) assert.deepEqual(await axeFindings(page), []);
      await screenshot(page, "money-reports-year");

      await page.goto("/admin/money");
      await page.getByRole("link", { name: "See what to answer" }).first().click();
      await page.getByText("Version of the terms").waitFor();
      await page.getByRole("heading", { name: "What we wrote to them" }).waitFor();
      if (javaScript) assert.deepEqual(await axeFindings(page), []);
      await screenshot(page, "money-dispute");
    });
  }

  test("an officer takes something off a booking with the keyboard alone", { timeout: 120_000 }, async () => {
    const { page } = await person({ javaScript: true });
    await signInAs(page, "eventsOfficer");
    await page.goto("/admin/events");
    await page.locator("main a[href^='/admin/events/']").first().waitFor();
    const dates = await page.locator("main a[href^='/admin/events/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    for (const date of dates.filter((href) => /\/admin\/events\/\d+$/.test(href))) {
      await page.goto(date);
      if (await page.getByRole("link", { name: "Make an exception" }).count()) break;
    }
    await page.getByRole("link", { name: "Make an exception" }).last().focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Place", { exact: true }).first().selectOption({ index: 1 });
    await page.getByLabel("Amount in pounds").fill("5");
    await page.getByLabel("Why?").first().fill("The sound failed");
    assert.deepEqual(await axeFindings(page), []);
    await screenshot(page, "booking-exceptions");
    await page.getByRole("button", { name: "Take it off" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/£5 (goes back|is no longer owed)/).waitFor();
  });
});
