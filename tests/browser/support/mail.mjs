// The demo's captured mail, read as its reader would.
const LONGEST_WAIT = 20_000;

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// Opens the newest message to `address` whose subject has these words, waiting for it to come. Gives its plain text and
// calendar file. Reads over a page of its own, so that the person's page stays where it is.
export async function mailTo(page, address, words) {
  const reader = await page.context().newPage();
  try {
    const row = reader.locator("tr", { hasText: new RegExp(`${escape(address)}`) })
      .filter({ has: reader.locator("th", { hasText: words }) }).first();
    const giveUpAt = Date.now() + LONGEST_WAIT;
    do {
      await reader.goto("/dev/mail");
      if ((await row.count()) > 0) break;
      await reader.waitForTimeout(300);
    } while (Date.now() < giveUpAt);
    if ((await row.count()) === 0) {
      throw new Error(`no mail "${words}" to ${address}; there is:\n${await reader.locator("main").innerText()}`);
    }
    await row.locator("a").click();
    await reader.locator("pre").first().waitFor();
    const texts = await reader.locator("pre").allInnerTexts();
    return { text: texts[0] ?? "", calendar: texts[1] ?? "" };
  } finally {
    await reader.close();
  }
}

// The path of the first link in a message's text that begins with `start`.
export function linkIn(mail, start) {
  const urls = mail.text.match(/https?:\/\/\S+/g) ?? [];
  const path = urls.map((url) => new URL(url).pathname).find((found) => found.startsWith(start));
  if (!path) throw new Error(`no link ${start}… in:\n${mail.text}`);
  return path;
}
