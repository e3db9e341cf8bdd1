// The demo's people by their mailboxes, and how they sign in.
export const PEOPLE = {
  administrator: "rowan.achterberg",
  trustee: "marian.osei",
  eventsOfficer: "dilys.penhaligon",
  membershipOfficer: "orla.fitzmaurice",
  editor: "kit.abernathy",
  treasurer: "suresh.valliyappan",
  member: "asha.raghunathan",
  colleague: "minh.khai",
  lapsed: "sian.oneill",
  stranger: "gareth.stubbings",
};

// Signs in by the demo's one-click page.
export async function signInAs(page, who) {
  await page.goto("/dev/people");
  await page.locator(`form[action="/dev/people/${PEOPLE[who]}/session"] button`).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/dev"));
}
