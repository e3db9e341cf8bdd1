// The second step of signing in: a passkey with script, an authenticator app without, and the desk of roles.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, overflow, PHONE, screenshot } from "../support/browser.mjs";
import { appCode, holdPasskeys } from "../support/factors.mjs";
import { mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { suite } from "../support/suite.mjs";

// Nothing for axe to find, and nothing wider than the screen.
async function assertSound(page, name) {
  await screenshot(page, name);
  assert.deepEqual(await axeFindings(page), [], name);
  assert.equal(await overflow(page), 0, name);
}

async function signOut(page) {
  await page.locator('header form[action="/sign-out"] button:visible').first().click();
  await page.waitForURL((url) => url.pathname === "/sign-out");
}

suite("second factors", (person) => {
  test("a member adds a passkey and signs in with it alone", async () => {
    const { page, assertCalm } = await person();
    await holdPasskeys(page);

    await signInAs(page, "member");
    await page.goto("/account/security");
    await assertSound(page, "security");
    await page.getByRole("link", { name: /^Add\s/ }).click();
    await assertSound(page, "passkey-new");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    assert.equal(await page.locator(".code-list li").count(), 10);
    await assertSound(page, "recovery-codes");
    await page.getByRole("link", { name: "I have kept them" }).click();
    await signOut(page);
    await page.goto("/sign-in");
    await assertSound(page, "sign-in-with-passkey");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL((url) => url.pathname === "/account");

    await page.goto("/account/security");
    assert.match(await page.locator("main").innerText(), /Last used on/);
    assertCalm();
  });

  test("without script, an authenticator app is set up and asked for", async () => {
    const { page, assertCalm } = await person({ javaScript: false, size: PHONE });
    const address = "minh.khai@example.org";

    await signInAs(page, "colleague");
    await page.goto("/account/security/second-factor");
    await screenshot(page, "second-factor-choice");
    await page.getByRole("button", { name: "Set up an app" }).click();
    const key = await page.locator(".key-text").innerText();
    await screenshot(page, "authenticator");
    await page.getByLabel("Code that the app shows now").fill(appCode(key));
    await page.getByRole("button", { name: "Finish" }).click();
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    await page.goto("/sign-out");
    await page.locator('main form[action="/sign-out"] button').click();
    await page.goto("/sign-in");
    await page.locator("main").getByLabel("Email address").fill(address);
    await page.getByRole("button", { name: "Email me a code" }).click();
    const mail = await mailTo(page, address, "Your code for signing in");
    await page.locator("main input[name=code]").fill(mail.text.match(/\b\d{6}\b/)[0]);
    await page.getByRole("button", { name: "Sign in" }).last().click();
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await screenshot(page, "second-step");
    // The present code has been taken; the next one counts already.
    await page.locator("main input[name=code]").fill(appCode(key, 1));
    await page.locator("main").getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.pathname === "/account");

    assertCalm();
  });

  test("an administrator gives a role from a day on and ends it", async () => {
    const { page, assertCalm } = await person();

    await signInAs(page, "administrator");
    await page.getByRole("link", { name: "Roles", exact: true }).click();
    await assertSound(page, "roles");
    await page.getByLabel("Find a person by name or address").fill("stubbings");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByRole("link", { name: "Gareth Stubbings" }).click();
    await assertSound(page, "roles-person");
    await page.getByLabel("Facilitator").check();
    await page.getByRole("button", { name: "Give the role" }).click();
    await page.getByText("Facilitator is given to Gareth Stubbings").waitFor();
    await page.getByRole("link", { name: /^End/ }).click();
    await assertSound(page, "roles-end");
    await page.getByLabel("Why does it end?").fill("Given to try it out");
    await page.getByRole("button", { name: "End the role" }).click();

    await page.getByText("The role of facilitator ends for Gareth Stubbings").waitFor();
    assertCalm();
  });
}, { host: "localhost" });
