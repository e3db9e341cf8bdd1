//! A membership year that is the same for everybody (rules 2.3): its ends, its roll-over, its part prices, and who is not touched
//! by it.

use chrono::NaiveDate;
use nairo::audit::Actor;
use nairo::kernel::Pence;
use nairo::members::membership::{
    ChangeType, DayOfYear, FixedYear, OpenOrderError, OrderKind, OrderState, Standing, TypeChanged, TypeVersion,
    change_type, expire_orders, orders_of, put_type_version, send_reminders, type_with_code,
};

use super::order_desk::{day, version};
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// From 1 April, rolling over on 15 January, parts at £10 at least.
fn april() -> FixedYear {
    FixedYear {
        starts: DayOfYear::new(4, 1).unwrap(),
        rolls_over: DayOfYear::new(1, 15),
        lowest_price: Some(Pence::new(1_000)),
    }
}

impl TestApp {
    /// Says what a type is from a day on.
    async fn type_from(&self, code: &str, from: &str, change: impl Fn(TypeVersion) -> TypeVersion) {
        let now = self.now();
        let kind = type_with_code(self.state.db.reader(), code, self.today()).await.unwrap().unwrap();
        let version = change(kind.version);
        let put = async |tx: &nairo::db::Tx| put_type_version(tx, kind.id, day(from), &version, now).await;
        self.state.db.write_tx(put).await.unwrap();
    }

    /// "associate" follows the association’s year, £60 a year.
    async fn association_year(&self, year: FixedYear) {
        self.membership_types().await;
        let sixty = Pence::new(6_000);
        self.type_from("associate", "2020-01-02", |version| TypeVersion {
            fixed_year: Some(year),
            joining_price: sixty,
            renewal_price: sixty,
            ..version
        })
        .await;
    }

    fn travel_to(&self, at: &str) {
        let at: nairo::kernel::Instant = at.parse().unwrap();
        self.advance(at - self.now());
    }

    async fn last_days(&self, person: &Person) -> (NaiveDate, NaiveDate) {
        let term = self.picture(person.id).await.terms.last().unwrap().term.clone();
        (term.starts_on, term.ends_on)
    }
}

#[actix_web::test]
async fn a_joiner_sees_the_last_day_and_the_part_price_before_paying_and_gets_both() {
    let app = spawn_app().await;
    app.association_year(april()).await;
    let asha = app.person("Asha").await;
    let front = app.visitor().get("/join").await;
    front.assert_has("£50").assert_has("to the end of Wednesday 31 March 2027");
    front.assert_has("The year from 1 April to 31 March: £60");

    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    let page = asha.get("/join/payment").await;
    page.assert_has("£50").assert_has("From the day your payment reaches us to the end of Wednesday 31 March 2027");
    app.days_pass(20);
    app.buy_by_card(asha.id, &order).await;

    // Three weeks later a month less would be left; what was shown holds.
    assert_eq!(app.last_days(&asha).await, (day("2026-06-21"), day("2027-03-31")));
    assert_eq!(app.picture(asha.id).await.terms[0].price, Pence::new(5_000));
    app.mail_about("member").assert_says("31 March 2027");
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn from_the_roll_over_on_a_joiner_has_the_next_year_too_for_one_price() {
    let app = spawn_app().await;
    app.association_year(april()).await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);

    app.travel_to("2027-01-14T12:00:00Z");
    let before = app.order(asha.id, OrderKind::Joining, "associate").await;
    app.buy_by_card(asha.id, &before).await;
    app.days_pass(1);
    let after = app.order(ben.id, OrderKind::Joining, "associate").await;
    app.buy_by_card(ben.id, &after).await;

    assert_eq!((before.price, after.price), (Pence::new(1_000), Pence::new(6_000)));
    assert_eq!(app.last_days(&asha).await.1, day("2027-03-31"));
    assert_eq!(app.last_days(&ben).await.1, day("2028-03-31"));
    app.ignore_mail();
}

#[actix_web::test]
async fn the_year_turns_at_midnight_in_london_though_the_clocks_have_changed() {
    let app = spawn_app().await;
    app.association_year(FixedYear { rolls_over: None, ..april() }).await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);

    app.travel_to("2027-03-31T22:59:59Z");
    let old_year = app.order(asha.id, OrderKind::Joining, "associate").await;
    app.buy_by_card(asha.id, &old_year).await;
    app.travel_to("2027-03-31T23:00:00Z");
    let new_year = app.order(ben.id, OrderKind::Joining, "associate").await;
    app.buy_by_card(ben.id, &new_year).await;

    assert_eq!(app.last_days(&asha).await, (day("2027-03-31"), day("2027-03-31")));
    assert_eq!(app.last_days(&ben).await, (day("2027-04-01"), day("2028-03-31")));
    assert_eq!((old_year.price, new_year.price), (Pence::new(1_000), Pence::new(6_000)));
    app.ignore_mail();
}

#[actix_web::test]
async fn renewing_early_in_grace_and_after_it_follow_the_year() {
    let app = spawn_app().await;
    app.association_year(FixedYear { rolls_over: None, ..april() }).await;
    let (early, grace, late) =
        (app.associate("Early").await, app.associate("Grace").await, app.associate("Late").await);
    app.travel_to("2027-01-30T12:00:00Z");
    let one = app.order(early.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(early.id, &one).await;
    app.travel_to("2027-04-30T12:00:00Z");
    let two = app.order(grace.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(grace.id, &two).await;
    app.travel_to("2027-05-15T12:00:00Z");
    let refused = app.try_order(late.id, OrderKind::Renewal, "associate").await;
    assert!(matches!(refused, Err(OpenOrderError::NothingToRenew)), "{refused:?}");
    let three = app.order(late.id, OrderKind::Rejoining, "associate").await;
    app.buy_by_card(late.id, &three).await;

    let whole = (day("2027-04-01"), day("2028-03-31"));
    assert_eq!((app.last_days(&early).await, one.price), (whole, Pence::new(6_000)));
    assert_eq!((app.last_days(&grace).await, two.price), (whole, Pence::new(6_000)));
    assert_eq!((app.last_days(&late).await, three.price), ((day("2027-05-15"), day("2028-03-31")), Pence::new(5_000)));
    assert_eq!(app.picture(grace.id).await.continuous_since, Some(day("2026-06-01")));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_new_rule_touches_nobody_on_a_term_and_their_renewal_runs_into_the_year() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;

    app.type_from("associate", "2026-07-01", |version| TypeVersion {
        fixed_year: Some(FixedYear { rolls_over: None, ..april() }),
        ..version
    })
    .await;

    assert_eq!(app.last_days(&asha).await, (day("2026-06-01"), day("2027-05-31")));
    app.travel_to("2027-05-01T12:00:00Z");
    assert_eq!(
        app.picture(asha.id).await.standing,
        Standing::Active { ends_on: day("2027-05-31"), member_price: true }
    );
    app.sign_in(&asha).await;
    let page = asha.get("/account/renewal").await;
    page.assert_has("From Tuesday 1 June 2027 to the end of Friday 31 March 2028").assert_has("£37.50");
    let order = app.order(asha.id, OrderKind::Renewal, "associate").await;
    app.buy_by_card(asha.id, &order).await;
    assert_eq!(app.last_days(&asha).await, (day("2027-06-01"), day("2028-03-31")));
    app.ignore_mail();
}

#[actix_web::test]
async fn a_change_of_type_in_the_middle_keeps_the_last_day_whatever_the_other_rule_is() {
    let app = spawn_app().await;
    app.membership_types().await;
    app.type_from("student", "2020-01-02", |student| TypeVersion {
        fixed_year: Some(april()),
        ..version(&student.name, 8_150, 8_150, false)
    })
    .await;
    let asha = app.associate("Asha").await;
    app.days_pass(265);

    let command = ChangeType {
        person_id: asha.id,
        type_code: "student".to_owned(),
        leaves_practice: false,
        application_id: None,
        actor: Actor::Person(asha.id),
    };
    let now = app.now();
    let changed = app.state.db.write_tx(async |tx| change_type(&app.state, tx, &command, now).await).await.unwrap();
    let TypeChanged::ToPay(order) = changed else { panic!("the difference is to be paid: {changed:?}") };
    assert_eq!(order.price, Pence::new(1_000));
    app.buy_by_card(asha.id, &order).await;

    assert_eq!(app.last_days(&asha).await, (app.today(), day("2027-05-31")));
    app.ignore_mail();
}

#[actix_web::test]
async fn rules_2_3_a_change_in_part_of_a_year_costs_no_more_than_the_other_types_part() {
    let app = spawn_app().await;
    let year = FixedYear { rolls_over: None, ..april() };
    app.association_year(year).await;
    app.type_from("student", "2020-01-02", |student| TypeVersion {
        fixed_year: Some(year),
        ..version(&student.name, 12_000, 12_000, false)
    })
    .await;
    app.travel_to("2027-01-01T12:00:00Z");
    let asha = app.person("Asha").await;
    let joining = app.order(asha.id, OrderKind::Joining, "associate").await;
    assert_eq!(joining.price, Pence::new(1_500));
    app.buy_by_card(asha.id, &joining).await;
    app.days_pass(1);

    let command = ChangeType {
        person_id: asha.id,
        type_code: "student".to_owned(),
        leaves_practice: false,
        application_id: None,
        actor: Actor::Person(asha.id),
    };
    let now = app.now();
    let changed = app.state.db.write_tx(async |tx| change_type(&app.state, tx, &command, now).await).await.unwrap();

    let TypeChanged::ToPay(order) = changed else { panic!("the difference is to be paid: {changed:?}") };
    assert_eq!(order.price, Pence::new(1_483), "(£30 - £15) for 89 of 90 days");
    app.ignore_mail();
}

#[actix_web::test]
async fn co_12_after_a_part_year_letter_and_page_tell_of_no_rise() {
    let app = spawn_app().await;
    app.association_year(FixedYear { rolls_over: None, ..april() }).await;
    app.travel_to("2027-01-01T12:00:00Z");
    let asha = app.person("Asha").await;
    let joining = app.order(asha.id, OrderKind::Joining, "associate").await;
    app.buy_by_card(asha.id, &joining).await;
    app.run_jobs().await;
    app.ignore_mail();

    app.travel_to("2027-03-01T12:00:00Z");
    send_reminders(&app.state, app.now()).await.unwrap();
    app.run_jobs().await;

    let letter = app.mail_about("Your membership ends");
    letter.assert_says("A whole year until now");
    assert!(letter.text.contains("A whole year until now: £60") && letter.text.contains("Next term: £60"));
    assert!(!letter.text.contains("The price has changed"), "{}", letter.text);
    app.sign_in(&asha).await;
    asha.get("/account/renewal").await.assert_has("£60").assert_lacks("£15").assert_lacks("has changed");
    app.ignore_mail();
}

#[actix_web::test]
async fn an_offer_ends_with_its_year_and_is_made_again_for_the_next_with_its_approval() {
    let app = spawn_app().await;
    app.association_year(FixedYear { rolls_over: None, ..april() }).await;
    let asha = app.person("Asha").await;
    app.travel_to("2027-03-20T12:00:00Z");
    let old = app.order(asha.id, OrderKind::Joining, "associate").await;
    assert_eq!(old.price, Pence::new(1_000));

    app.travel_to("2027-04-01T09:00:00Z");
    assert_eq!(expire_orders(&app.state, app.now()).await.unwrap(), 1);
    app.run_jobs().await;

    let letter = app.mail_about("A new membership year");
    letter.assert_says("£60").assert_says("Friday 31 March 2028").assert_says("You need not apply again");
    let orders = orders_of(app.state.db.reader(), asha.id).await.unwrap();
    assert_eq!(orders.iter().map(|order| order.state).collect::<Vec<_>>(), [OrderState::Expired, OrderState::Open]);
    let new = app.picture(asha.id).await.open_order.unwrap();
    assert_eq!((new.price, new.promised_end), (Pence::new(6_000), Some(day("2028-03-31"))));
    // The small price buys nothing of the new year by itself: it counts towards it.
    app.buy_by_bank(&old, 1_000, app.today()).await;
    assert_eq!(app.picture(asha.id).await.standing, Standing::AwaitingPayment);
    app.ignore_mail();
    app.assert_books_balance().await;
}

#[actix_web::test]
async fn somebody_back_after_years_needs_no_decision_where_the_type_says_so_but_a_removed_one_always() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.person("Asha").await;
    app.give_term(&asha, day("2020-01-01")).await;
    let refused = app.try_order(asha.id, OrderKind::Rejoining, "full").await;
    assert!(matches!(refused, Err(OpenOrderError::NeedsApplication)), "{refused:?}");

    app.type_from("full", "2026-06-01", |version| TypeVersion { rejoin_months: None, ..version }).await;

    app.try_order(asha.id, OrderKind::Rejoining, "full").await.unwrap();
}
