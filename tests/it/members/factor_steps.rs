//! How tests set up and give second factors: through the real pages.

use crate::support::app::TestApp;
use crate::support::authenticator::AuthenticatorApp;
use crate::support::client::Client;
use crate::support::page::Page;

/// Sets up an authenticator app for whoever is signed in here; gives it with the page that shows the recovery codes.
pub async fn enrol(app: &TestApp, client: &Client) -> (AuthenticatorApp, Page) {
    let page = client.get("/account/security/second-factor").await;
    let page = client.submit(page.form("/account/security/authenticator")).await;
    let held = key_on(&page);
    let form = page.form("/account/security/authenticator/confirmation").fill("code", &held.code(app.now()));
    let done = client.submit_once(form).await;
    done.assert_status(200);
    (held, done)
}

/// The key that a page shows.
pub fn key_on(page: &Page) -> AuthenticatorApp {
    AuthenticatorApp::with_key(&page.root().with_class("key-text").first().unwrap().text())
}

/// The recovery codes on the page that shows them.
pub fn codes_on(page: &Page) -> Vec<String> {
    let root = page.root();
    let list = root.with_class("code-list");
    list[0].named("li").iter().map(|item| item.text()).collect()
}

/// Types a code as the second step of signing in; follows nothing.
pub async fn second_step(client: &Client, code: &str) -> Page {
    let page = client.get("/sign-in/second-factor").await;
    client.submit_once(page.form("/sign-in/second-factor").fill("code", code)).await
}

/// Confirms that it is the owner by their password; gives the answer.
pub async fn confirm_by_password(client: &Client, path: &str, password: &str) -> Page {
    let page = client.get(path).await;
    let form = page.forms().into_iter().find(|form| form.value("way") == Some("password")).unwrap();
    client.submit_once(form.fill("password", password)).await
}
