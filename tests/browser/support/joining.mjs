// Applying for membership, one question a page.

export async function proveAddress(page, mailTo, address, name) {
  await page.locator("main").getByLabel("Email address").first().fill(address);
  await page.getByRole("button", { name: /code/i }).first().click();
  const mail = await mailTo(page, address, "code");
  await page.locator("main input[name=code]").fill(mail.text.match(/\b\d{6}\b/)[0]);
  await page.locator("main form button[type=submit]").first().click();
  await page.locator("main input[name=name]").fill(name);
  await page.locator("main form button[type=submit]").first().click();
}

const heading = (page, words) => page.getByRole("heading", { level: 1, name: words }).waitFor();
const goOn = (page) => page.getByRole("button", { name: "Continue" }).click();

// Answers every question after the type. `look(name)` is called on each page.
export async function answerQuestions(page, { javaScript, look = async () => {} }) {
  await heading(page, "What is your name?");
  await look("name");
  await goOn(page);
  await heading(page, "Do you have another email address?");
  await look("second-email");
  await goOn(page);
  await heading(page, "What do you do?");
  await look("roles");
  await page.getByLabel("Independent reviewing officer (IRO)").check();
  await goOn(page);
  await heading(page, "Who do you work for?");
  await look("employer");
  await page.getByRole("searchbox", { name: "Name of your employer" }).fill("Ynys Mon");
  if (!javaScript) await page.getByRole("button", { name: "Search" }).click();
  await page.getByLabel("Isle of Anglesey", { exact: true }).check();
  await look("employer-found");
  await goOn(page);
  await heading(page, "Are you a registered social worker?");
  await look("registration");
  await page.getByLabel("Social Work England").check();
  await page.getByLabel("Registration number").fill("sw 000123");
  await goOn(page);
  await heading(page, "Where do you work?");
  await look("region");
  if (!(await page.getByLabel("Wales").isChecked())) throw new Error("the employer's region is not suggested");
  await goOn(page);
  await heading(page, "Which address goes into the register?");
  await page.getByLabel("Address", { exact: true }).fill("1 Invented Lane\nSampleton");
  await page.getByLabel("Postcode").fill("nowhere");
  await goOn(page);
  await page.locator("[data-error-summary]").waitFor();
  await look("address-wrong");
  await page.getByLabel("Postcode").fill("ll77 7tw");
  await goOn(page);
  await heading(page, "What do you want to hear by email?");
  await look("email-choices");
  if ((await page.locator("main input[type=checkbox]:checked").count()) > 0) throw new Error("a box is ticked already");
  await goOn(page);
  await heading(page, "Terms and declaration");
  await page.getByLabel(/What I have said is true/).check();
  await look("declaration");
  await goOn(page);
  await heading(page, "Check your answers");
  await look("check");
}

// Waits for the page that says so.
export async function untilMember(page) {
  for (let tries = 0; tries < 30; tries += 1) {
    await page.goto("/join/done");
    if (await page.getByRole("heading", { level: 1, name: "You are a member" }).isVisible()) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`no member yet:\n${await page.locator("main").innerText()}`);
}
