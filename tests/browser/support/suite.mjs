// One demo and one browser for the tests of a file.
import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { launch, open } from "./browser.mjs";
import { startDemo } from "./demo.mjs";

// `write(person)` writes the tests; `person(options)` opens somebody's browser, closed again after the file. `options` are the
// demo's.
export function suite(name, write, options = {}) {
  describe(name, () => {
    let demo;
    let browser;
    const people = [];
    before(async () => {
      demo = await startDemo(options);
      browser = await launch();
    });
    after(async () => {
      for (const person of people) await person.close();
      await browser?.close();
      await demo?.stop();
      assert.deepEqual(demo?.output.split("\n").filter((line) => / ERROR |panicked/.test(line)), [], "the server's log");
    });
    write(async (wishes) => {
      const person = await open(browser, demo, wishes);
      people.push(person);
      return person;
    });
  });
}

// The same test with script and without: everything works either way.
export const BOTH_WAYS = [
  { javaScript: true, words: "with JavaScript" },
  { javaScript: false, words: "without JavaScript" },
];
