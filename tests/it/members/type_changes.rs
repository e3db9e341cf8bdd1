//! Another type in the middle of a term; a pause at its end, or today.

use nairo::audit::Actor;
use nairo::kernel::Pence;
use nairo::members::membership::{
    ChangeType, ChangeTypeError, Leave, OrderKind, PauseError, PauseFrom, PauseMembership, PauseReason, Standing,
    Status, TypeChanged, change_type, leave, pause_membership,
};

use super::order_desk::{day, version};
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

impl TestApp {
    async fn changes(&self, person_id: i64, code: &str, leaves_practice: bool) -> Result<TypeChanged, ChangeTypeError> {
        let command = ChangeType {
            person_id,
            type_code: code.to_owned(),
            leaves_practice,
            application_id: None,
            actor: Actor::Person(person_id),
        };
        let now = self.now();
        self.state.db.write_tx(async |tx| change_type(&self.state, tx, &command, now).await).await
    }

    async fn pauses(&self, person: &Person, (from, months): (PauseFrom, u32)) -> Result<(), PauseError> {
        let reason = PauseReason::ParentalLeave;
        let command = PauseMembership { person_id: person.id, from, months, reason, actor: Actor::Person(person.id) };
        pause_membership(&self.state, command).await.map(drop)
    }

    async fn dearer_type(&self) {
        let now = self.now();
        let new = nairo::members::membership::NewMembershipType {
            code: "supporter".to_owned(),
            position: 9,
            valid_from: day("2020-01-01"),
            version: version("Supporter", 9_000, 8_150, false),
        };
        let make = async |tx: &nairo::db::Tx| nairo::members::membership::create_membership_type(tx, new, now).await;
        self.state.db.write_tx(make).await.unwrap();
    }
}

#[actix_web::test]
async fn a_dearer_type_begins_with_the_money_for_the_days_left() {
    let app = spawn_app().await;
    app.membership_types().await;
    app.dearer_type().await;
    let asha = app.associate("Asha").await;
    app.days_pass(265);

    let TypeChanged::ToPay(order) = app.changes(asha.id, "supporter", false).await.unwrap() else {
        panic!("the difference is to be paid");
    };
    // (£81.50 - £45) for 100 of 365 days.
    assert_eq!(order.price, Pence::new(1_000));
    let meanwhile = app.picture(asha.id).await;
    assert_eq!(meanwhile.current_term().unwrap().type_code, "associate");
    app.buy_by_card(asha.id, &order).await;

    let picture = app.picture(asha.id).await;
    let current = picture.current_term().unwrap();
    assert_eq!((current.type_code.as_str(), current.term.ends_on), ("supporter", day("2027-05-31")));
    assert_eq!(picture.continuous_since, Some(day("2026-06-01")));
    app.mail_about("You are a member").assert_says("Supporter");

    let command = Leave { person_id: asha.id, reason: None, actor: Actor::Person(asha.id) };
    let left = leave(&app.state, command).await.unwrap();
    app.settle().await;
    app.ignore_mail();
    assert_eq!((left.effective_on, left.refund), (day("2027-05-31"), Pence::new(1_000)));
    assert_eq!(app.picture(asha.id).await.current_term().unwrap().type_code, "associate");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn a_cheaper_type_waits_for_the_renewal_and_is_what_the_renewal_offers() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(100);

    let changed = app.changes(asha.id, "student", false).await.unwrap();
    assert_eq!(changed, TypeChanged::WithRenewal { from: day("2027-06-01") });
    app.days_pass(230);
    let offer = app.picture(asha.id).await.renewal.unwrap();
    assert_eq!((offer.type_code.as_str(), offer.price_then), ("student", Pence::ZERO));
    app.order(asha.id, OrderKind::Renewal, &offer.type_code).await;
    app.run_jobs().await;
    app.ignore_mail();

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.terms[1].type_code, "student");
    assert_eq!(picture.renewal.unwrap().type_code, "student");
}

#[actix_web::test]
async fn whoever_leaves_practice_becomes_an_associate_at_once_and_free() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.member("Asha").await;
    app.days_pass(10);

    assert!(matches!(app.changes(asha.id, "full", false).await, Err(ChangeTypeError::SameType)));
    assert_eq!(app.changes(asha.id, "associate", true).await.unwrap(), TypeChanged::Today);
    app.run_jobs().await;
    app.ignore_mail();

    let picture = app.picture(asha.id).await;
    let current = picture.current_term().unwrap();
    assert_eq!((current.type_code.as_str(), current.price), ("associate", Pence::ZERO));
    assert_eq!(current.term.ends_on, day("2027-05-01"));
    assert!(matches!(app.changes(asha.id, "full", false).await, Err(ChangeTypeError::NeedsApplication)));
}

#[actix_web::test]
async fn a_pause_follows_the_term_free_of_charge_and_not_twice_in_a_row() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;

    assert!(
        matches!(app.pauses(&asha, (PauseFrom::TermEnd, 6)).await, Err(PauseError::TooEarly { opens_on }) if opens_on == day("2027-04-01"))
    );
    app.days_pass(375);
    assert!(matches!(app.pauses(&asha, (PauseFrom::TermEnd, 13)).await, Err(PauseError::WrongLength)));
    app.pauses(&asha, (PauseFrom::TermEnd, 9)).await.unwrap();
    app.run_jobs().await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.standing, Standing::Active { ends_on: day("2028-02-29"), member_price: true });
    assert_eq!(picture.status, Status::Paused);
    app.mail_about("paused until").assert_says("Tuesday 29 February 2028");
    app.days_pass(250);
    assert!(matches!(app.pauses(&asha, (PauseFrom::TermEnd, 3)).await, Err(PauseError::PausedBefore)));
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(asha.id, &order).await;
    app.ignore_mail();
    assert_eq!(app.picture(asha.id).await.terms[2].term.starts_on, day("2028-03-01"));
}

#[actix_web::test]
async fn rules_2_3_a_pause_begins_today_and_loses_no_paid_day() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(100);

    app.pauses(&asha, (PauseFrom::Today, 6)).await.unwrap();
    app.run_jobs().await;

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.status, Status::Paused);
    assert_eq!(picture.standing, Standing::Active { ends_on: day("2027-11-30"), member_price: true });
    assert_eq!(picture.terms[0].term.ends_on, day("2027-05-31"), "what was paid for is as it was");
    app.mail_about("is paused until").assert_says("Monday 8 March 2027").assert_says("Tuesday 30 November 2027");
    let again = app.pauses(&asha, (PauseFrom::Today, 3)).await;
    assert!(matches!(again, Err(PauseError::PausedBefore)), "{again:?}");
    app.days_pass(181);
    let after = app.picture(asha.id).await;
    assert_eq!(after.status, Status::Current, "back from the pause, with days left");
    assert_eq!(after.renewal.unwrap().due_on, day("2027-12-01"));
    app.ignore_mail();
}

#[actix_web::test]
async fn whoever_cancels_within_14_days_does_not_keep_the_free_months_of_a_pause() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(3);
    app.pauses(&asha, (PauseFrom::Today, 12)).await.unwrap();

    let command = Leave { person_id: asha.id, reason: None, actor: Actor::Person(asha.id) };
    let leaving = leave(&app.state, command).await.unwrap();

    assert_eq!((leaving.refund, leaving.effective_on), (Pence::new(4_000), app.today()));
    let picture = app.picture(asha.id).await;
    assert!(picture.terms.iter().all(|record| !record.term.counts()), "{:?}", picture.terms);
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn in_grace_a_pause_begins_where_the_term_ended() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(375);

    assert!(matches!(app.pauses(&asha, (PauseFrom::Today, 3)).await, Err(PauseError::TermIsOver)));
    app.pauses(&asha, (PauseFrom::TermEnd, 3)).await.unwrap();

    assert_eq!(app.picture(asha.id).await.status, Status::Paused);
    app.settle().await;
    app.ignore_mail();
}
