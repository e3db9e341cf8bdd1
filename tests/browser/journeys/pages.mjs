// Every page that links lead to, as different people, on a telephone and on a desk: axe finds nothing, nothing is wider
// than the screen, the console is silent, and nothing is fetched from elsewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, PHONE, axeFindings, launch, open, overflow, screenshot } from "../support/browser.mjs";
import { crawl } from "../support/crawl.mjs";
import { startDemo } from "../support/demo.mjs";
import { signInAs } from "../support/people.mjs";

const VIEWERS = [
  { name: "visitor", starts: ["/", "/events", "/news", "/join", "/sign-in", "/no-such-page"] },
  { name: "member", person: "member", starts: ["/account", "/"] },
  { name: "administrator", person: "administrator", starts: ["/admin"] },
];

describe("every page", () => {
  let demo;
  let browser;
  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const viewer of VIEWERS) {
    for (const [width, size] of [["1280", DESK], ["390", PHONE]]) {
      test(`as ${viewer.name} at ${width} px`, { timeout: 600_000 }, async () => {
        const person = await open(browser, demo, { size });
        if (viewer.person) await signInAs(person.page, viewer.person);
        const faults = [];

        const visited = await crawl(person.page, viewer.starts, async (path, status) => {
          if (status >= 400 && path !== "/no-such-page") faults.push(`${path}: ${status}`);
          const wider = await overflow(person.page);
          if (wider > 0) faults.push(`${path}: ${wider} px wider than the screen`);
          faults.push(...(await axeFindings(person.page)).map((finding) => `${path}: ${finding}`));
          await screenshot(person.page, `${viewer.name}-${width}-${path}`);
        });

        assert.deepEqual(faults, []);
        person.assertCalm();
        assert.ok(visited.length > 3, `only ${visited} were reached`);
        await person.close();
      });
    }
  }
});
