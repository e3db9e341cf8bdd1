//! Who pays for a membership: asked before paying, kept with the order, told on the account (CO-01).

use nairo::members::membership::{OrderKind, OrderPayer, orders_of};

use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const JOINING: &str = "/join/payment";
const RENEWAL: &str = "/account/renewal";

/// Who pays each order, the oldest first.
async fn payers(app: &TestApp, person: &Person) -> Vec<OrderPayer> {
    let orders = orders_of(app.state.db.reader(), person.id).await.unwrap();
    orders.iter().map(|order| order.payer).collect()
}

#[actix_web::test]
async fn whoever_joins_says_who_pays_and_the_account_tells_it() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    app.order(asha.id, OrderKind::Joining, "associate").await;

    let form = asha.get(JOINING).await.form(JOINING);
    assert_eq!(form.value("payer"), Some("self"), "people pay for themselves unless they say otherwise");
    let paid = asha.submit_once(form.choose("payer", "employer").press("pay", "card")).await;
    assert_eq!(asha.get(JOINING).await.form(JOINING).value("payer"), Some("employer"), "the order keeps it");
    app.pay(&paid).await;
    app.settle().await;
    app.ignore_mail();

    assert_eq!(payers(&app, &asha).await, [OrderPayer::Employer]);
    asha.get("/account").await.assert_has("Your employer pays for it");
    asha.get("/account/leaving").await.assert_has("£40");
}

#[actix_web::test]
async fn a_renewal_asks_anew_and_the_last_answer_before_paying_counts() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    asha.get("/account").await.assert_has("You pay for it yourself");
    app.days_pass(310);
    app.sign_in(&asha).await;

    let form = asha.get(RENEWAL).await.form(RENEWAL);
    assert_eq!(form.value("payer"), Some("self"));
    let page = asha.submit(form.choose("payer", "employer").press("pay", "bank")).await;
    assert_eq!(payers(&app, &asha).await, [OrderPayer::Myself, OrderPayer::Employer]);
    let form = page.form(RENEWAL);
    assert_eq!(form.value("payer"), Some("employer"));
    let paid = asha.submit_once(form.choose("payer", "self").press("pay", "card")).await;
    app.pay(&paid).await;
    app.settle().await;
    app.ignore_mail();

    assert_eq!(payers(&app, &asha).await, [OrderPayer::Myself, OrderPayer::Myself]);
}

#[actix_web::test]
async fn a_word_that_was_not_offered_means_oneself() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    app.order(asha.id, OrderKind::Joining, "associate").await;

    let form = asha.get(JOINING).await.form(JOINING).set("payer", "somebody").press("pay", "bank");
    asha.submit_once(form).await.assert_status(303);

    assert_eq!(payers(&app, &asha).await, [OrderPayer::Myself]);
    app.settle().await;
    app.ignore_mail();
}
