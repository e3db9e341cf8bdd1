//! Terms, numbers and standing through the database (D3, D6, D7).

use chrono::NaiveDate;
use nairo::audit::Actor;
use nairo::kernel::Pence;
use nairo::members::membership::{
    AppliedForBy, Basis, EvidenceAsked, GiveTermError, GivenTerm, NewMembershipType, TermSource, TypeVersion,
    create_membership_type, offered_types, put_type_version, read_file, terms_of,
};
use nairo::members::queries::account_summary;
use nairo::members::{self, NewTerm, Standing};

use super::signing_in::person;
use crate::support::app::{TestApp, spawn_app};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn version(name: &str, pence: i64, gives_member_price: bool) -> TypeVersion {
    TypeVersion {
        name: name.to_owned(),
        who_for: "Anyone".to_owned(),
        rights: "Meetings".to_owned(),
        applied_for_by: AppliedForBy::Anyone,
        term_months: 12,
        fixed_year: None,
        rejoin_months: Some(12),
        needs_decision: false,
        needs_second_decider: false,
        asks_registration: false,
        evidence: EvidenceAsked::NOTHING,
        renewal_needs_decision: false,
        has_vote: false,
        gives_member_price,
        is_in_directory: true,
        joining_price: Pence::new(pence),
        renewal_price: Pence::new(pence),
    }
}

async fn make_type(app: &TestApp, code: &str, gives_member_price: bool) -> i64 {
    let now = app.now();
    let new = NewMembershipType {
        code: code.to_owned(),
        position: 1,
        valid_from: day("2026-01-01"),
        version: version(&format!("The {code} type"), 4_500, gives_member_price),
    };
    app.state.db.write_tx(async |tx| create_membership_type(tx, new, now).await).await.unwrap()
}

async fn give(app: &TestApp, person_id: i64, starts_on: NaiveDate, cleared: bool) -> Result<GivenTerm, GiveTermError> {
    let now = app.now();
    let new = NewTerm {
        person_id,
        type_code: "full".to_owned(),
        basis: Basis::Paid,
        source: TermSource::Joining,
        starts_on,
        ends_on: None,
        price: Pence::new(4_500),
        order_id: None,
        charge_id: None,
        money_cleared_at: cleared.then_some(now),
        actor: Actor::System,
    };
    app.state.db.write_tx(async |tx| members::give_term(tx, new, now).await).await
}

#[actix_web::test]
async fn a_term_runs_for_its_months_and_standing_follows_the_day_asked_about() {
    let app = spawn_app().await;
    make_type(&app, "full", true).await;
    let asha = person(&app, "Asha Mir", "asha@example.org").await;

    let given = give(&app, asha, day("2026-12-01"), true).await.unwrap();

    assert_eq!(given.ends_on, day("2027-11-30"));
    let db = app.state.db.reader();
    assert_eq!(members::standing(db, asha, day("2026-11-30")).await.unwrap(), Standing::None);
    let active = members::standing(db, asha, day("2027-11-30")).await.unwrap();
    assert_eq!(active, Standing::Active { ends_on: day("2027-11-30"), member_price: true });
    assert!(members::standing(db, asha, day("2027-12-30")).await.unwrap().gives_member_price());
    assert!(!members::standing(db, asha, day("2027-12-31")).await.unwrap().gives_member_price());
}

#[actix_web::test]
async fn a_term_whose_money_has_not_cleared_gives_nothing() {
    let app = spawn_app().await;
    make_type(&app, "full", true).await;
    let asha = person(&app, "Asha Mir", "asha@example.org").await;

    give(&app, asha, app.today(), false).await.unwrap();

    let standing = members::standing(app.state.db.reader(), asha, app.today()).await.unwrap();
    assert_eq!(standing, Standing::AwaitingPayment);
}

#[actix_web::test]
async fn the_type_decides_whether_a_member_pays_the_member_price() {
    let app = spawn_app().await;
    make_type(&app, "full", false).await;
    let asha = person(&app, "Asha Mir", "asha@example.org").await;

    give(&app, asha, app.today(), true).await.unwrap();

    let standing = members::standing(app.state.db.reader(), asha, app.today()).await.unwrap();
    assert!(standing.is_member() && !standing.gives_member_price());
}

#[actix_web::test]
async fn numbers_are_given_once_and_kept_through_a_lapse() {
    let app = spawn_app().await;
    make_type(&app, "full", true).await;
    let asha = person(&app, "Asha Mir", "asha@example.org").await;
    let ben = person(&app, "Ben Cole", "ben@example.org").await;

    let first = give(&app, asha, day("2024-01-01"), true).await.unwrap();
    let (back, other) =
        tokio::join!(give(&app, asha, day("2026-03-01"), true), give(&app, ben, day("2026-03-01"), true));
    let (back, other) = (back.unwrap(), other.unwrap());

    assert_eq!(back.number, first.number);
    assert_eq!(other.number, first.number + 1);
    assert_eq!(terms_of(app.state.db.reader(), asha).await.unwrap().len(), 2);
    let db = app.state.db.reader();
    let file = read_file(db, asha).await.unwrap();
    let summary = account_summary(db, (asha, "Asha Example"), &file, app.today()).await.unwrap();
    assert_eq!(summary.membership.number, Some(first.number));
    assert_eq!(summary.membership.member_since, "Monday 1 January 2024");
    assert_eq!(summary.membership.words, "You are a member until the end of Sunday 28 February 2027.");
}

#[actix_web::test]
async fn a_number_given_in_a_transaction_that_fails_is_not_lost_to_two_people() {
    let app = spawn_app().await;
    make_type(&app, "full", true).await;
    let mut numbers = Vec::new();

    for index in 0..5 {
        let id = person(&app, "Somebody New", &format!("new{index}@example.org")).await;
        numbers.push(give(&app, id, app.today(), true).await.unwrap().number);
        assert!(matches!(give(&app, id, app.today(), true).await, Err(GiveTermError::AlreadyGiven)));
    }

    numbers.dedup();
    assert_eq!(numbers.len(), 5);
}

#[actix_web::test]
async fn prices_hold_from_their_day_on() {
    let app = spawn_app().await;
    let full = make_type(&app, "full", true).await;
    let again = make_type(&app, "full", true).await;
    let (from, dearer, now) = (day("2026-09-01"), version("The full type", 5_000, true), app.now());
    app.state.db.write_tx(async |tx| put_type_version(tx, full, from, &dearer, now).await).await.unwrap();

    let mut prices = Vec::new();
    for on in ["2025-12-31", "2026-01-01", "2026-08-31", "2026-09-01"] {
        let offered = offered_types(app.state.db.reader(), day(on)).await.unwrap();
        prices.push(offered.first().map(|kind| kind.version.joining_price.get()));
    }

    assert_eq!(full, again, "a type is made once");
    assert_eq!(prices, [None, Some(4_500), Some(4_500), Some(5_000)]);
}
