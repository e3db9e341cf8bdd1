// What membership gives: the member price for one's own place, the difference for a colleague, the members' meeting.
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, goToPayment, openLastDate, pay, untilBooked } from "../support/shop.mjs";
import { suite } from "../support/suite.mjs";

suite("members", (person) => {
  test("a member pays the member price; a colleague's difference comes back when the colleague confirms", async () => {
    const { page, assertCalm } = await person();
    const colleague = "minh.khai@example.org";

    await signInAs(page, "member");
    await openLastDate(page, "the-role-of-the-iro");
    await fillBooking(page, { attendees: [["Nguyễn Thị Minh Khai", colleague]] });
    await goToPayment(page, "£140");
    await pay(page);
    await untilBooked(page);
    const offer = await mailTo(page, colleague, "Is this place yours?");
    const friend = await person();
    await friend.page.goto(linkIn(offer, "/member-price/"));
    await friend.page.getByRole("button", { name: "Yes, I am attending" }).click();
    await friend.page.getByRole("heading", { name: "Thank you" }).waitFor();

    const refund = await mailTo(page, "asha.raghunathan@example.org", "is on its way back");
    assert.match(refund.text, /£40/);
    assertCalm();
    friend.assertCalm();
  });

  test("a member books the members' meeting, a visitor is asked to sign in", async () => {
    const { page, assertCalm } = await person();
    const stranger = await person();

    const path = await openLastDate(stranger.page, "caseloads");
    await stranger.page.getByRole("link", { name: "Book places" }).click();
    await stranger.page.getByRole("heading", { name: /Sign in/ }).waitFor();
    await signInAs(page, "member");
    await page.goto(path);
    await page.getByRole("link", { name: "Book places" }).click();
    await page.getByRole("button", { name: "Book now, free" }).click();
    await untilBooked(page);

    assertCalm();
    stranger.assertCalm();
  });

  test("somebody new signs in with a code from their mail and says their name", async () => {
    const { page, assertCalm } = await person();
    const address = "una.new@example.org";

    await page.goto("/sign-in");
    await page.locator("main").getByLabel("Email address").first().fill(address);
    await page.getByRole("button", { name: /code/i }).first().click();
    const mail = await mailTo(page, address, "code");
    await page.locator("main input[name=code]").fill(mail.text.match(/\b\d{6}\b/)[0]);
    await page.locator("main form button[type=submit]").first().click();
    await page.locator("main input[name=name]").fill("Una New");
    await page.locator("main form button[type=submit]").first().click();
    await page.waitForURL((url) => url.pathname.startsWith("/account"));

    assert.match(await page.locator("main").innerText(), /Una New/);
    assertCalm();
  });
});
