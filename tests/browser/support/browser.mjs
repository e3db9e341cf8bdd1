// Chromium, and pages that notice everything that goes wrong on them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

// Root needs --no-sandbox; the rest keeps Chromium from calling home.
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };
export const NARROWEST = { width: 320, height: 640 };

export function launch() {
  return chromium.launch({ executablePath: process.env.NAIRO_CHROMIUM, args: FLAGS });
}

// A browser of one person. `javaScript: false` is the same site without script.
export async function open(browser, demo, { size = DESK, javaScript = true } = {}) {
  const context = await browser.newContext({
    baseURL: demo.url, viewport: size, javaScriptEnabled: javaScript, locale: "en-GB", timezoneId: "Europe/London",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`script error on ${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // A page that answers 404 or 422 on purpose is reported by Chromium too; what a page loads is judged below.
    const expected = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !expected) troubles.push(`console on ${page.url()}: ${message.text()}`);
  });
  page.on("request", (request) => {
    const host = new URL(request.url()).hostname;
    const local = host === new URL(demo.url).hostname || host === "127.0.0.1" || request.url().startsWith("data:");
    if (!local) troubles.push(`a request to ${host} from ${page.url()}`);
  });
  page.on("response", (response) => {
    const isPart = !response.request().isNavigationRequest();
    if (isPart && response.status() >= 400) troubles.push(`${response.status()} for ${response.url()} on ${page.url()}`);
    if (response.status() >= 500) troubles.push(`${response.status()} for ${response.url()}`);
  });
  return {
    page,
    // Fails when anything went wrong on any page seen so far: script errors, policy violations, missing files, other hosts.
    assertCalm() {
      assert.deepEqual(troubles, [], "troubles seen in the browser");
    },
    close: () => context.close(),
  };
}

// What axe finds on the page as it stands, in words.
export async function axeFindings(page) {
  const results = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] }).analyze();
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${rule.help}`));
}

// By how many pixels the page is wider than the screen; 0 is right.
export function overflow(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

// Of the whole page, for somebody who asked to look at it.
export async function screenshot(page, name) {
  if (!process.env.NAIRO_SCREENSHOTS) return;
  const file = name.replace(/[^a-z0-9-]+/gi, "_").replace(/^_+|_+$/g, "") || "home";
  await page.screenshot({ path: join(process.env.NAIRO_SCREENSHOTS, `${file}.png`), fullPage: true });
}
