// The demo's people, and how they sign in.

// Signs in by the demo's one-click page; `role` is a word that the person's row there shows, such as "member".
export async function signInAs(page, role) {
  await page.goto("/dev/people");
  await page.locator("form", { hasText: new RegExp(role, "i") }).or(page.locator("li, tr", { hasText: new RegExp(role, "i") }).locator("form")).first().locator("button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/dev"));
}
