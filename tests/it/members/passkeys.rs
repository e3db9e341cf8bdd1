//! Passkeys: added to an account, asked for as the second step, good for signing in alone, and nothing that can be used twice.

use nairo::kernel::Role;
use serde_json::Value;

use super::signing_in::{PASSWORD, grant, is_signed_in, minutes, person_with_password, sign_in};
use crate::support::app::{TestApp, Wishes, spawn_app, spawn_app_with};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::soft_key::SoftKey;

const ASHA: &str = "asha@example.org";
const HUB: &str = "/account/security";

/// Passkeys need a name.
async fn named_app() -> TestApp {
    spawn_app_with(Wishes { host: "localhost", ..Wishes::default() }).await
}

async fn signed_in(app: &TestApp) -> (i64, Client) {
    let id = person_with_password(app, "Asha Mir", ASHA).await;
    let laptop = app.visitor();
    sign_in(&laptop, ASHA, PASSWORD).await.assert_status(303);
    (id, laptop)
}

/// Asks for the options as the page's script does.
async fn options(client: &Client, path: &str) -> (String, Value) {
    let token = client.csrf().await;
    let answer = client.post(path, &[("csrf".to_owned(), token)]).await;
    answer.assert_status(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let offer: Value = serde_json::from_str(&answer.html).unwrap();
    (offer["ceremony"].as_str().unwrap().to_owned(), offer["options"].clone())
}

async fn send(client: &Client, path: &str, (ceremony, credential): (&str, &Value), more: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("csrf".to_owned(), client.csrf().await),
        ("ceremony".to_owned(), ceremony.to_owned()),
        ("credential".to_owned(), credential.to_string()),
    ];
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    client.post(path, &fields).await
}

/// Adds a passkey for whoever is signed in here.
async fn add(app: &TestApp, client: &Client) -> (SoftKey, Page) {
    let mut key = SoftKey::new(&app.base_url);
    let (ceremony, asked) = options(client, "/account/security/passkeys/options").await;
    let made = key.create(&asked);
    let page = send(client, "/account/security/passkeys", (&ceremony, &made), &[("name", "Work laptop")]).await;
    (key, page)
}

async fn clear(app: &TestApp) {
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_passkey_is_added_named_listed_and_removed() {
    let app = named_app().await;
    let (_, laptop) = signed_in(&app).await;
    let other = app.visitor();
    sign_in(&other, ASHA, PASSWORD).await.assert_status(303);
    clear(&app).await;

    let (_, page) = add(&app, &laptop).await;
    page.assert_status(200).assert_has("Your recovery codes");
    app.run_jobs().await;

    app.mail().only().assert_says("The passkey “Work laptop” was added to your account");
    assert!(!is_signed_in(&other).await, "other devices are signed out");
    let hub = laptop.get(HUB).await;
    hub.assert_has("Passkey: Work laptop").assert_has("10 left");
    let removal = hub.targets().into_iter().find(|target| target.ends_with("/removal")).unwrap();
    let page = laptop.get(&removal).await;
    laptop.submit(page.form(&removal)).await.assert_has("The passkey is removed").assert_lacks("Work laptop");
    assert_eq!(sign_in(&other, ASHA, PASSWORD).await.header("location"), "/account", "asked for no longer");
    clear(&app).await;
}

#[actix_web::test]
async fn a_passkey_is_the_second_step_after_a_password() {
    let app = named_app().await;
    let (_, laptop) = signed_in(&app).await;
    let (key, _) = add(&app, &laptop).await;
    let phone = app.visitor();
    let answer = sign_in(&phone, ASHA, PASSWORD).await;
    assert!(answer.header("location").starts_with("/sign-in/second-factor?"));

    let (ceremony, asked) = options(&phone, "/sign-in/second-factor/passkey/options").await;
    let answer = key.get(&asked);
    let done = send(&phone, "/sign-in/second-factor/passkey", (&ceremony, &answer), &[("next", HUB)]).await;

    assert_eq!(done.header("location"), HUB);
    assert!(is_signed_in(&phone).await);
    clear(&app).await;
}

#[actix_web::test]
async fn a_passkey_alone_signs_in_and_counts_as_both_factors() {
    let app = named_app().await;
    let (id, laptop) = signed_in(&app).await;
    let (key, _) = add(&app, &laptop).await;
    grant(&app, id, Role::Editor).await;
    let phone = app.visitor();

    let (ceremony, asked) = options(&phone, "/sign-in/passkey/options").await;
    assert!(asked["publicKey"]["allowCredentials"].as_array().is_none_or(Vec::is_empty), "it names nobody");
    assert_eq!(asked["publicKey"]["userVerification"], "required");
    let done = send(&phone, "/sign-in/passkey", (&ceremony, &key.get(&asked)), &[("next", "/admin")]).await;

    assert_eq!(done.header("location"), "/admin");
    phone.get_once("/admin/charity").await.assert_status(200);
    phone.get_once("/account/security/password").await.assert_status(200);
    clear(&app).await;
}

#[actix_web::test]
async fn an_answer_counts_once_in_its_own_time_and_for_its_own_question() {
    let app = named_app().await;
    let (_, laptop) = signed_in(&app).await;
    let (key, _) = add(&app, &laptop).await;
    clear(&app).await;
    let refused = async |client: &Client, ceremony: &str, credential: &Value| {
        let page = send(client, "/sign-in/passkey", (ceremony, credential), &[]).await;
        page.status == 422 && !is_signed_in(client).await
    };

    let (one, other) = (app.visitor(), app.visitor());
    let (ceremony, asked) = options(&one, "/sign-in/passkey/options").await;
    let answer = key.get(&asked);
    let (a, b) = tokio::join!(
        send(&one, "/sign-in/passkey", (&ceremony, &answer), &[]),
        send(&other, "/sign-in/passkey", (&ceremony, &answer), &[])
    );
    let let_in = [a, b].iter().filter(|page| page.header("location") == "/account").count();
    assert_eq!(let_in, 1, "of two that send the same answer one is let in");
    let visitor = app.visitor();
    assert!(refused(&visitor, &ceremony, &answer).await, "sent again");

    let (ceremony, asked) = options(&visitor, "/sign-in/passkey/options").await;
    app.advance(minutes(5));
    assert!(refused(&visitor, &ceremony, &key.get(&asked)).await, "too late");

    let (_, asked) = options(&visitor, "/sign-in/passkey/options").await;
    let (another, _) = options(&visitor, "/sign-in/passkey/options").await;
    assert!(refused(&visitor, &another, &key.get(&asked)).await, "the answer to another question");

    let (ceremony, asked) = options(&visitor, "/sign-in/passkey/options").await;
    assert!(refused(&visitor, "nothing", &key.get(&asked)).await, "no such ceremony");
    assert!(refused(&visitor, &ceremony, &Value::Null).await, "not an answer at all");
    clear(&app).await;
}

#[actix_web::test]
async fn what_was_not_verified_or_comes_from_another_site_or_another_key_is_refused() {
    let app = named_app().await;
    let (_, laptop) = signed_in(&app).await;
    let (mut key, _) = add(&app, &laptop).await;
    let stranger = SoftKey::new(&app.base_url);
    let visitor = app.visitor();
    let ask = async |change: fn(&mut SoftKey), key: &mut SoftKey| {
        let (before, origin) = (key.verifies, key.origin.clone());
        change(key);
        let (ceremony, asked) = options(&visitor, "/sign-in/passkey/options").await;
        let page = send(&visitor, "/sign-in/passkey", (&ceremony, &key.get(&asked)), &[]).await;
        (key.verifies, key.origin) = (before, origin);
        if page.status == 303 { page.header("location").to_owned() } else { page.status.as_str().to_owned() }
    };

    assert!(ask(|key| key.verifies = false, &mut key).await == "422", "no finger, no PIN");
    assert!(ask(|key| key.origin = "https://evil.example".to_owned(), &mut key).await == "422", "another site");
    let mut stranger = stranger;
    assert!(ask(|_| {}, &mut stranger).await == "422", "a key nobody added");
    assert_eq!(ask(|_| {}, &mut key).await, "/account", "and the right one is taken");

    let mut careless = SoftKey::new(&app.base_url);
    careless.verifies = false;
    let (ceremony, asked) = options(&laptop, "/account/security/passkeys/options").await;
    let made = careless.create(&asked);
    let page = send(&laptop, "/account/security/passkeys", (&ceremony, &made), &[("name", "Careless")]).await;
    page.assert_status(422);
    clear(&app).await;
}

#[actix_web::test]
async fn nobody_confirms_or_signs_in_with_the_passkey_of_somebody_else() {
    let app = named_app().await;
    let (_, asha) = signed_in(&app).await;
    let (key_of_asha, _) = add(&app, &asha).await;
    person_with_password(&app, "Ben Cole", "ben@example.org").await;
    let ben = app.visitor();
    sign_in(&ben, "ben@example.org", PASSWORD).await.assert_status(303);
    let (key_of_ben, _) = add(&app, &ben).await;
    let thief = app.visitor();
    sign_in(&thief, ASHA, PASSWORD).await.assert_status(303);

    let (ceremony, mut asked) = options(&thief, "/sign-in/second-factor/passkey/options").await;
    let allowed = asked["publicKey"]["allowCredentials"].as_array().unwrap().len();
    asked["publicKey"]["allowCredentials"] = Value::Null;
    let page = send(&thief, "/sign-in/second-factor/passkey", (&ceremony, &key_of_ben.get(&asked)), &[]).await;

    assert_eq!(allowed, 1);
    page.assert_status(422).assert_has("The passkey was not accepted");
    assert!(!is_signed_in(&thief).await);
    app.advance(minutes(20));
    let (ceremony, asked) = options(&asha, "/account/security/confirm/passkey/options").await;
    let answer = key_of_asha.get(&asked);
    let way = [("way", "passkey"), ("next", "/account/security/recovery-codes")];
    let elsewhere = send(&ben, "/account/security/confirm", (&ceremony, &answer), &way).await;
    elsewhere.assert_status(422);
    let done = send(&asha, "/account/security/confirm", (&ceremony, &answer), &way).await;
    assert_eq!(done.header("location"), "/account/security/recovery-codes", "another's try uses nothing up");
    clear(&app).await;
}

#[actix_web::test]
async fn under_an_address_in_figures_passkeys_are_not_offered_and_the_page_says_why() {
    let app = spawn_app().await;
    let (_, laptop) = signed_in(&app).await;

    let page = laptop.get("/account/security/second-factor").await;
    page.assert_has("Passkeys belong to a site’s name").assert_has("Set up an app");
    laptop.get("/account/security/passkeys/new").await.assert_has("Passkeys need a name");
    app.visitor().get("/sign-in").await.assert_lacks("passkey");
    let token = laptop.csrf().await;
    laptop.post("/account/security/passkeys/options", &[("csrf".to_owned(), token)]).await.assert_status(409);
}
