// Somebody who has a keyboard and nothing else. `byKeyboard(page)` is the page as they use it: what a journey fills, ticks or
// presses is reached by Tab and the arrow keys, and where they are must be seen each time (WCAG 2.4.7 and 2.4.11).
import assert from "node:assert/strict";

// More than this nobody tabs on a page.
const MOST_TABS = 250;

const HAND = { fill, check, click };
const isLocator = (value) => typeof value?.nth === "function" && typeof value?.waitFor === "function";

export function byKeyboard(page) {
  const wrapped = (target) => new Proxy(target, {
    get(on, key) {
      if (isLocator(on) && key in HAND) return (...given) => HAND[key](page, on, ...given);
      const value = on[key];
      if (typeof value !== "function") return value;
      return (...given) => {
        const result = value.apply(on, given);
        return isLocator(result) ? wrapped(result) : result;
      };
    },
  });
  return wrapped(page);
}

async function fill(page, field, words) {
  await reach(page, field);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.type(words);
}

async function check(page, box) {
  await reach(page, box);
  if (!(await box.isChecked())) await page.keyboard.press("Space");
  assert.ok(await box.isChecked(), "a box is ticked by the space bar");
}

async function click(page, target) {
  await reach(page, target);
  await page.keyboard.press("Enter");
}

async function reach(page, target) {
  await target.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const where = await target.evaluate(whereFocusIs);
    if (where === "here") return assertSeen(target);
    // Within a group of radio buttons the arrow keys go on.
    await page.keyboard.press(where === "group" ? "ArrowDown" : "Tab");
  }
  throw new Error(`${target} is not reached by the keyboard on ${page.url()}`);
}

function whereFocusIs(element) {
  const focused = document.activeElement;
  if (focused === element) return "here";
  const isOfGroup = element.type === "radio" && focused?.type === "radio" && focused.name === element.name;
  return isOfGroup ? "group" : "elsewhere";
}

async function assertSeen(target) {
  const seen = await target.evaluate((element) => {
    const marked = (one) => {
      const style = one && getComputedStyle(one);
      return Boolean(style) && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
    };
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const over = document.elementFromPoint(x, y);
    return {
      marked: [element, element.nextElementSibling, element.parentElement].some(marked),
      onScreen: y >= 0 && y <= innerHeight && x >= 0 && x <= innerWidth,
      free: !over || over === element || element.contains(over) || over.contains(element) || over.closest("label")?.control === element,
    };
  });
  assert.deepEqual(seen, { marked: true, onScreen: true, free: true }, `where the keyboard is must be seen: ${target}`);
}
