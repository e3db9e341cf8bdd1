// Walks the site by its own links, so that a page nobody listed is looked at too.

// At most this many pages of one shape (`/events/…`): the rest look the same.
const MOST_OF_A_SHAPE = 2;
const MOST_PAGES = 80;
const NOT_PAGES = /\.(xml|ics|txt|csv|json|eml|png|svg|pdf)$|^\/(assets|sign-out|dev)\b/;

// `/events/the-role-2026` -> `/events/*`: any segment below the first that has a digit, a dash or capitals is a name.
function shape(path) {
  const [first, ...rest] = path.split("?")[0].split("/").slice(1);
  return [first, ...rest.map((part) => (/[\dA-Z-]/.test(part) ? "*" : part))].join("/");
}

// Visits pages reachable from `starts`, calling `look(path, status)` on each.
export async function crawl(page, starts, look) {
  const waiting = [...starts];
  const seen = new Set(waiting);
  const shapes = new Map();
  const visited = [];
  while (waiting.length > 0 && visited.length < MOST_PAGES) {
    const path = waiting.shift();
    const answer = await page.goto(path, { waitUntil: "load" });
    visited.push(path);
    await look(path, answer.status());
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.href));
    for (const link of links.map((href) => new URL(href))) {
      const next = link.pathname;
      if (link.origin !== new URL(page.url()).origin || seen.has(next) || NOT_PAGES.test(next)) continue;
      seen.add(next);
      const count = shapes.get(shape(next)) ?? 0;
      shapes.set(shape(next), count + 1);
      if (count < MOST_OF_A_SHAPE) waiting.push(next);
    }
  }
  return visited;
}
