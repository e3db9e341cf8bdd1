//! The terms of membership: shown before paying, kept with the payment, told in the letter, there to be printed (CO-02, CO-04, CO-05).

use entity::{membership_order, terms_of_membership};
use nairo::members::membership::{
    OrderKind, add_terms_of_membership, ensure_terms_at_start, find_current_terms, find_open_order,
};
use nairo::person_registry::export_person;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::support::form::TestForm;
use crate::support::mail::Mail;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const JOINING: &str = "/join/payment";
const RENEWAL: &str = "/account/renewal";
const NOTICE: &str = "I give notice that I cancel my contract for the supply of this service: membership, Associate";

impl TestApp {
    /// A new version comes into force.
    pub async fn publish_terms(&self, version: i32, words: &str) {
        let now = self.now();
        let written = self.state.db.write_tx(async |tx| add_terms_of_membership(tx, version, words, now).await);
        written.await.unwrap();
    }

    /// Somebody who has ordered and sees the page before paying.
    async fn about_to_join(&self, name: &str) -> (Person, Page) {
        self.membership_types().await;
        let person = self.person(name).await;
        self.order(person.id, OrderKind::Joining, "associate").await;
        let page = person.get(JOINING).await;
        (person, page)
    }

    async fn pays_by_card(&self, person: &Person, form: TestForm) {
        let answer = person.submit_once(form.press("pay", "card")).await;
        self.pay(&answer).await;
        self.settle().await;
    }

    /// The letter that confirms a payment, among whatever else has come.
    fn confirmation(&self, subject: &str) -> Mail {
        let found: Vec<Mail> = self.mail().all().into_iter().filter(|mail| mail.subject.starts_with(subject)).collect();
        assert_eq!(found.len(), 1, "one letter {subject:?}");
        found[0].clone()
    }

    /// The latest entry on the page of terms.
    async fn own_terms(&self, person: &Person) -> Page {
        let list = person.get(&person.get("/account").await.link("Terms you agreed to")).await;
        person.get(&list.link(": Associate")).await
    }
}

#[actix_web::test]
async fn co_02_and_co_04_whoever_joins_sees_the_terms_keeps_them_and_gets_the_form_to_cancel_with() {
    let app = spawn_app().await;
    let (asha, page) = app.about_to_join("Asha").await;
    page.assert_has("By paying you accept the terms of membership, version 1.")
        .assert_has("If you pay today, that is until the end of Monday 15 June 2026 (UK time).")
        .assert_has(&format!("{NOTICE}."));
    asha.get(&page.link("terms of membership")).await.assert_has("Version 1").assert_has("Changing your mind");

    app.pays_by_card(&asha, page.form(JOINING).choose("payer", "self")).await;
    let mail = app.confirmation("You are a member, number");
    app.publish_terms(2, "Terms of our own.").await;

    let kept = asha.get(&mail.link("/account/terms/")).await;
    kept.assert_has("Joining: Associate, £40");
    for words in [
        "Version 1, accepted on Monday 1 June 2026",
        "until the end of Monday 15 June 2026 (UK time)",
        "To Example Association of Reviewing Officers, 1 Example Street, Sampleton, EX1 2MP, office@example.org:",
        NOTICE,
        "Ordered on: Monday 1 June 2026",
        "Name: Asha",
        "The membership is yours all the same, and stays yours when you change your work",
    ] {
        kept.assert_has(words);
        mail.assert_says(words);
    }
    assert_eq!(mail.link("/account/leaving"), "/account/leaving");
    mail.assert_says("Members’ meetings").assert_says("Paid");
    assert_eq!(app.own_terms(&asha).await.path, kept.path);
    asha.get("/join/done").await.assert_has("The terms you agreed to");
    asha.get("/about/terms-of-membership").await.assert_has("Version 2").assert_has("Terms of our own");
    let exported = export_person(app.state.db.reader(), asha.id, None).await.unwrap();
    assert!(exported["you"]["orders"][0]["terms_accepted_at"].is_string(), "{exported}");
}

#[actix_web::test]
async fn co_01_whose_employer_pays_keeps_the_terms_without_the_form() {
    let app = spawn_app().await;
    let (asha, page) = app.about_to_join("Asha").await;

    app.pays_by_card(&asha, page.form(JOINING).choose("payer", "employer")).await;

    let mail = app.confirmation("You are a member, number");
    mail.assert_says("Version 1, accepted on Monday 1 June 2026")
        .assert_says("get back all of what was paid, the way it was paid");
    assert!(!mail.text.contains("I give notice"), "{}", mail.text);
    let kept = app.own_terms(&asha).await;
    kept.assert_has("You may change your mind until the end of").assert_lacks("I give notice");
}

#[actix_web::test]
async fn a_renewal_accepts_the_terms_of_its_own_day_and_the_term_before_keeps_its_version() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(310);
    app.publish_terms(2, "## Your membership\n\nTerms of our own.").await;
    app.sign_in(&asha).await;

    let page = asha.get(RENEWAL).await;
    page.assert_has("By paying you accept the terms of membership, version 2.");
    app.pays_by_card(&asha, page.form(RENEWAL)).await;

    let mail = app.confirmation("Your membership is renewed until");
    for words in ["Version 2, accepted on", "Terms of our own.", NOTICE, "Members’ meetings", "(UK time)"] {
        mail.assert_says(words);
    }
    asha.get(&mail.link("/account/terms/")).await.assert_has("Renewal: Associate, £45").assert_has("Terms of our own.");
    let list = asha.get("/account/terms").await;
    list.assert_has("Version 2").assert_has("Version 1");
    let first = asha.get(&list.link("Joining: Associate")).await;
    first
        .assert_has("Version 1, accepted on Monday 1 June 2026")
        .assert_has("The 14 days in which you could change your mind ended with Monday 15 June 2026")
        .assert_lacks("Terms of our own");
}

#[actix_web::test]
async fn nobody_renews_under_terms_that_came_after_the_page() {
    let app = spawn_app().await;
    app.membership_types().await;
    let ben = app.associate("Ben").await;
    app.days_pass(310);
    app.sign_in(&ben).await;
    let renewal = ben.get(RENEWAL).await;
    app.publish_terms(2, "Terms of our own.").await;

    let refused = ben.submit_once(renewal.form(RENEWAL).press("pay", "card")).await;

    refused.assert_status(409).assert_has("have changed since this page was shown").assert_has("version 2");
    assert!(find_open_order(app.state.db.reader(), ben.id).await.unwrap().is_none(), "nothing is owed yet");
    app.pays_by_card(&ben, refused.form(RENEWAL)).await;
    app.own_terms(&ben).await.assert_has("Version 2, accepted on");
    app.ignore_mail();
}

#[actix_web::test]
async fn the_page_of_joining_refuses_old_terms_too_and_shows_the_new_ones() {
    let app = spawn_app().await;
    let (asha, page) = app.about_to_join("Asha").await;
    app.publish_terms(2, "Terms of our own.").await;

    let refused = asha.submit_once(page.form(JOINING).press("pay", "bank")).await;

    refused.assert_status(409).assert_has("have changed since this page was shown").assert_has("version 2");
    asha.submit(refused.form(JOINING).press("pay", "bank")).await.assert_status(200);
    asha.get(RENEWAL).await.assert_has("version 2");
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_order_from_before_versions_were_kept_says_that_none_was_recorded() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    forget_versions(&app, asha.id).await;

    asha.get("/account/terms").await.assert_has("None was recorded");

    let page = app.own_terms(&asha).await;
    page.assert_has("No version was recorded").assert_has("We do not guess it").assert_lacks("accepted on Monday");
}

/// As an order from before looks.
async fn forget_versions(app: &TestApp, person_id: i64) {
    use membership_order::{Column, Entity};
    let forgotten = app.state.db.write_tx(async |tx| {
        Entity::update_many()
            .col_expr(Column::TermsOfMembershipId, Expr::cust("NULL"))
            .col_expr(Column::TermsAcceptedAt, Expr::cust("NULL"))
            .filter(Column::PersonId.eq(person_id))
            .exec(tx)
            .await
    });
    assert_eq!(forgotten.await.unwrap().rows_affected, 1);
}

#[actix_web::test]
async fn a_transfer_that_an_officer_writes_down_first_is_confirmed_under_todays_terms_without_a_claim() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    let order = app.order(asha.id, OrderKind::Joining, "associate").await;

    app.buy_by_bank(&order, 4_000, app.today()).await;

    let mail = app.confirmation("You are a member, number");
    mail.assert_says("Version 1, in force today. That you accepted a version was not recorded with this payment.");
    app.own_terms(&asha).await.assert_has("No version was recorded");
}

#[actix_web::test]
async fn nobody_sees_the_terms_of_somebody_else_and_a_free_membership_has_none() {
    let app = spawn_app().await;
    app.membership_types().await;
    let (asha, ben) = (app.associate("Asha").await, app.person("Ben").await);
    let of_asha = app.own_terms(&asha).await.path;
    let free = app.order(ben.id, OrderKind::Joining, "student").await;
    app.settle().await;

    ben.get(&of_asha).await.assert_status(404);
    ben.get(&format!("/account/terms/{}", free.reference)).await.assert_status(404);
    ben.get("/account/terms").await.assert_has("No terms yet");

    let mail = app.confirmation("You are a member, number");
    assert!(!mail.text.contains("Terms of membership"), "{}", mail.text);
}

#[actix_web::test]
async fn the_terms_can_be_read_as_soon_as_membership_is_offered() {
    let app = spawn_app().await;
    app.visitor().get("/about/terms-of-membership").await.assert_status(404);

    app.membership_types().await;

    let page = app.visitor().get("/about/terms-of-membership").await;
    page.assert_status(200).assert_has("If your employer pays").assert_has("30 days of grace");
}

#[actix_web::test]
async fn a_site_from_before_gets_the_standard_terms_when_it_starts_and_keeps_its_own() {
    let app = spawn_app().await;
    ensure_terms_at_start(&app.state).await.unwrap();
    assert_eq!(find_current_terms(app.state.db.reader()).await.unwrap(), None, "nothing is offered yet");
    app.membership_types().await;
    let emptied = app.state.db.write_tx(async |tx| terms_of_membership::Entity::delete_many().exec(tx).await);
    emptied.await.unwrap();

    ensure_terms_at_start(&app.state).await.unwrap();
    ensure_terms_at_start(&app.state).await.unwrap();
    let standard = find_current_terms(app.state.db.reader()).await.unwrap().unwrap();
    app.publish_terms(2, "Terms of our own.").await;
    ensure_terms_at_start(&app.state).await.unwrap();

    let own = find_current_terms(app.state.db.reader()).await.unwrap().unwrap();
    assert_eq!((standard.version, own.version, own.words.as_str()), (1, 2, "Terms of our own."));
    assert!(standard.words.contains("30 days of grace"));
}

#[actix_web::test]
async fn a_version_is_never_rewritten() {
    let app = spawn_app().await;
    app.publish_terms(1, "As they were.").await;

    app.publish_terms(1, "As somebody would have them.").await;

    let kept = find_current_terms(app.state.db.reader()).await.unwrap().unwrap();
    assert_eq!(kept.words, "As they were.");
}

#[actix_web::test]
async fn an_order_cannot_name_a_version_without_its_day() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;

    let half: Result<_, DbErr> = app
        .state
        .db
        .write_tx(async |tx| {
            membership_order::Entity::update_many()
                .col_expr(membership_order::Column::TermsAcceptedAt, Expr::cust("NULL"))
                .filter(membership_order::Column::PersonId.eq(asha.id))
                .exec(tx)
                .await
        })
        .await;

    assert!(half.is_err(), "the table refuses it");
}
