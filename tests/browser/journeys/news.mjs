// An editor writes a post in Markdown, looks at it, publishes it; everyone can read it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { signInAs } from "../support/people.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

suite("news", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`a post is written, previewed, published and read, ${words}`, async () => {
      const { page, assertCalm } = await person({ javaScript });
      const reader = await person({ javaScript });
      const title = `Reviewing matters, ${words}`;

      await signInAs(page, "editor");
      await page.goto("/admin/news/new");
      await page.getByLabel("Headline").fill(title);
      await page.getByLabel("Summary").fill("Why an independent eye on every care plan is worth keeping.");
      await page.getByLabel("Text", { exact: true }).fill("## Why\n\nBecause **children** say so. <script>alert(1)</script>");
      await page.getByRole("button", { name: "Preview" }).click();
      await page.getByRole("heading", { name: "Preview, not saved" }).waitFor();
      assert.equal(await page.locator("#preview ~ .prose strong").innerText(), "children");
      assert.equal(await page.locator("main script").count(), 0);
      await screenshot(page, `journey-news-preview-${javaScript}`);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("button", { name: "Publish it" }).click();
      await page.getByText("Everyone can read this post").waitFor();

      await reader.page.goto("/");
      await reader.page.getByRole("link", { name: title }).first().click();
      await reader.page.getByRole("heading", { level: 1, name: title }).waitFor();
      assert.deepEqual(javaScript ? await axeFindings(reader.page) : [], []);
      const feed = await (await reader.page.request.get("/feed.xml")).text();
      assert.ok(feed.includes(title), "the post is in the feed");
      assertCalm();
      reader.assertCalm();
    });
  }
});
