// A council books by invoice: approval, purchase order, invoice and its PDF, a part payment, a credit note.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings, screenshot } from "../support/browser.mjs";
import { linkIn, mailTo } from "../support/mail.mjs";
import { signInAs } from "../support/people.mjs";
import { fillBooking, openLastDate } from "../support/shop.mjs";
import { BOTH_WAYS, suite } from "../support/suite.mjs";

// Fills in the part for organisations and sends the order.
async function orderByInvoice(page, { email, po }) {
  if (!(await page.getByLabel("Billing address").isVisible())) {
    await page.getByText("Pay by invoice (organisations only)").click();
  }
  await page.getByLabel("Billing address").fill("Accounts Payable\nTown Hall\nMerrowdale MD1 1AA");
  await page.getByLabel("Where to send the invoice").fill(email);
  if (po === "to follow") await page.getByLabel("The purchase order number is to follow").check();
  await page.getByRole("button", { name: /on an invoice/ }).click();
}

suite("invoices", (person) => {
  for (const { javaScript, words } of BOTH_WAYS) {
    test(`a new council orders by invoice, is approved, pays a part and cancels a place, ${words}`, { timeout: 240_000 }, async () => {
      const buyer = await person({ javaScript });
      const treasurer = await person({ javaScript });
      const council = `Merrowdale ${javaScript ? "County" : "Borough"} Council`;
      const mailbox = javaScript ? "js" : "nojs";
      const [accounts, booker] = [`accounts.${mailbox}@merrowdale.example`, `mara.${mailbox}@merrowdale.example`];
      await openLastDate(buyer.page, "the-role");
      await fillBooking(buyer.page, {
        booker: ["Mara Ellison", booker], organisation: council,
        attendees: [["Ana Popescu", `ana.${mailbox}@merrowdale.example`], ["Cai Rhys", `cai.${mailbox}@merrowdale.example`]],
      });
      await screenshot(buyer.page, `journey-invoice-form-${javaScript}`);
      await orderByInvoice(buyer.page, { email: accounts, po: "to follow" });
      await buyer.page.getByText("We are looking at your order").waitFor();
      await screenshot(buyer.page, `journey-invoice-waits-${javaScript}`);

      await signInAs(treasurer.page, "treasurer");
      await treasurer.page.goto("/admin/customers");
      await treasurer.page.getByRole("link", { name: council }).click();
      assert.deepEqual(javaScript ? await axeFindings(treasurer.page) : [], []);
      await screenshot(treasurer.page, `journey-invoice-approve-${javaScript}`);
      await treasurer.page.getByRole("button", { name: "Approve" }).click();
      await treasurer.page.getByText("is being confirmed and invoiced").waitFor();

      const letter = await mailTo(buyer.page, accounts, "Invoice");
      await buyer.page.goto(linkIn(letter, "/invoices/"));
      await buyer.page.getByRole("heading", { level: 1, name: /^Invoice / }).waitFor();
      const number = (await buyer.page.getByRole("heading", { level: 1 }).innerText()).replace("Invoice ", "");
      assert.match(number, /^NAIRO-\d{4}-\d{5}$/);
      assert.deepEqual(javaScript ? await axeFindings(buyer.page) : [], []);
      await buyer.page.getByLabel("Purchase order number").fill("PO-2200");
      await buyer.page.getByRole("button", { name: "Send the number" }).click();
      await buyer.page.getByText("copies of the invoice show it as a reference").waitFor();
      await buyer.page.getByRole("link", { name: `Invoice ${number}`, exact: true }).click();
      assert.match(await buyer.page.locator("main").innerText(), /PO-2200/);
      await screenshot(buyer.page, `journey-invoice-document-${javaScript}`);
      const file = await buyer.page.getByRole("link", { name: "Download as PDF" }).getAttribute("href");
      const pdf = await buyer.page.request.get(file);
      assert.equal(pdf.headers()["content-type"], "application/pdf");
      assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");

      await treasurer.page.goto(`/admin/money/invoices?q=${number}`);
      await treasurer.page.getByRole("link", { name: number }).click();
      await treasurer.page.getByLabel("Amount received").fill("100");
      await treasurer.page.getByLabel("Value date").fill(new Date().toISOString().slice(0, 10));
      await treasurer.page.getByLabel("Bank reference").fill("MERROWDALE 1");
      await treasurer.page.getByRole("button", { name: "Record it" }).click();
      await treasurer.page.getByText("£100 received is written down").waitFor();
      await treasurer.page.goto(`/admin/money/invoices?q=${number}`);
      await treasurer.page.getByRole("table").getByText("Part paid", { exact: true }).first().waitFor();
      await screenshot(treasurer.page, `journey-invoice-list-${javaScript}`);

      await treasurer.page.goto("/admin/customers");
      await treasurer.page.getByRole("link", { name: council }).click();
      await treasurer.page.getByRole("link", { name: "Money on account" }).click();
      await treasurer.page.getByLabel("Amount received").fill("20");
      await treasurer.page.getByLabel("Bank reference").fill("MERROWDALE 2");
      await treasurer.page.getByRole("button", { name: "Keep it on account" }).click();
      await treasurer.page.getByText("It is not used yet").waitFor();
      await screenshot(treasurer.page, `journey-invoice-account-${javaScript}`);
      assert.deepEqual(javaScript ? await axeFindings(treasurer.page) : [], []);
      await treasurer.page.getByLabel("Invoice", { exact: true }).selectOption({ index: 0 });
      await treasurer.page.getByRole("button", { name: "Use for this invoice" }).click();
      await treasurer.page.getByText("£20 is being set against the invoice").waitFor();
      await treasurer.page.goto("/admin/customers");
      await treasurer.page.getByRole("link", { name: council }).click();
      await treasurer.page.getByRole("link", { name: "Statement of account" }).click();
      await treasurer.page.getByRole("button", { name: /^Send it to/ }).click();
      const statement = await mailTo(buyer.page, accounts, "Statement of account");
      await buyer.page.goto(linkIn(statement, "/statements/"));
      await buyer.page.getByRole("heading", { level: 1, name: /^Statement/ }).waitFor();
      await screenshot(buyer.page, `journey-invoice-statement-${javaScript}`);

      const confirmed = await mailTo(buyer.page, booker, "Booking confirmed");
      await buyer.page.goto(`${linkIn(confirmed, "/manage/")}/cancellation?place=2`);
      await buyer.page.getByText("comes off the invoice").first().waitFor();
      await buyer.page.getByRole("button", { name: /Cancel/ }).click();
      await mailTo(buyer.page, accounts, "Credit note");
      await treasurer.page.goto(`/admin/money/invoices?q=${number}`);
      await treasurer.page.getByRole("link", { name: number }).click();
      await treasurer.page.getByText(/Credit note NAIRO-CN/).first().waitFor();
      await screenshot(treasurer.page, `journey-invoice-history-${javaScript}`);
      assert.deepEqual(javaScript ? await axeFindings(treasurer.page) : [], []);
      buyer.assertCalm();
      treasurer.assertCalm();
    });
  }
});
