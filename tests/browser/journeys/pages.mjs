// Every page that links lead to, as different people, on a desk and on a telephone: axe finds nothing, nothing is wider
// than the screen, the console is silent, and nothing is fetched from elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, NARROWEST, PHONE, axeFindings, overflow, screenshot } from "../support/browser.mjs";
import { crawl } from "../support/crawl.mjs";
import { signInAs } from "../support/people.mjs";
import { suite } from "../support/suite.mjs";

const VIEWERS = [
  { name: "visitor", starts: ["/", "/events", "/news", "/sign-in", "/password-reset", "/no-such-page", "/dev/people", "/dev/states", "/dev/mail"] },
  { name: "member", starts: ["/account", "/"] },
  { name: "administrator", starts: ["/admin", "/account/security"] },
];

suite("every page", (person) => {
  for (const viewer of VIEWERS) {
    test(`as ${viewer.name}`, { timeout: 900_000 }, async () => {
      const { page, assertCalm } = await person();
      if (viewer.name !== "visitor") await signInAs(page, viewer.name);
      const faults = [];

      const visited = await crawl(page, viewer.starts, async (path, status) => {
        if (status >= 400 && path !== "/no-such-page") faults.push(`${path}: ${status}`);
        for (const size of [DESK, PHONE]) {
          await page.setViewportSize(size);
          faults.push(...(await axeFindings(page)).map((finding) => `${path} at ${size.width} px: ${finding}`));
          await screenshot(page, `${viewer.name}-${size.width}-${path}`);
        }
        for (const size of [PHONE, NARROWEST]) {
          await page.setViewportSize(size);
          const wider = await overflow(page);
          if (wider > 0) faults.push(`${path} at ${size.width} px: ${wider} px wider than the screen`);
        }
        await page.setViewportSize(DESK);
      });

      assert.deepEqual(faults, []);
      assertCalm();
      assert.ok(visited.length > 10, `only ${visited} were reached`);
    });
  }
});
