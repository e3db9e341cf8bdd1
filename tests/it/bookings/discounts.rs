//! Early prices, discount codes and places given away (ELG-10 to ELG-15, AC-16), from the form to the penny.

use std::sync::Arc;

use chrono::Duration;
use entity::discount_code;
use futures_util::future::join_all;
use nairo::audit::Actor;
use nairo::bookings::discounts::code_terms::CodePowers;
use nairo::bookings::discounts::code_text::CodeText;
use nairo::bookings::discounts::desk::{NewCode, create_code};
use nairo::bookings::discounts::offers::Reduction;
use nairo::kernel::Pence;
use sea_orm::{EntityTrait, QueryOrder};

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

pub const SORRY: &str = "This code cannot be used for this booking";

pub fn code(reduction: Reduction) -> NewCode {
    NewCode {
        code: CodeText::parse("AUTUMN").unwrap(),
        name: "Autumn newsletter".to_owned(),
        reduction,
        starts_at: None,
        ends_at: None,
        most_uses: None,
        most_uses_a_person: None,
        least_places: 1,
        most_places: None,
        budget: None,
        members_only: false,
        courses: Vec::new(),
        events: Vec::new(),
        powers: CodePowers::default(),
    }
}

impl TestApp {
    pub async fn gives_out(&self, new: NewCode) {
        let app = Arc::clone(&self.state);
        let now = self.now();
        let made = app.db.write_tx(async |tx| create_code(tx, &new, Actor::System, now).await).await;
        made.unwrap();
    }

    /// Uses and pence given away of the code that was made first.
    pub async fn code_counts(&self) -> (i32, i64) {
        let row = discount_code::Entity::find()
            .order_by_asc(discount_code::Column::Id)
            .one(self.state.db.reader())
            .await
            .unwrap()
            .unwrap();
        (row.uses, row.given_pence)
    }
}

pub fn paid_by_council(form: TestForm) -> TestForm {
    form.choose("payer", "organisation").fill("organisation", "Council")
}

/// The form with a code applied, as the next page shows it.
pub async fn applied(event: &OnSale, client: &Client, people: &[&str], typed: &str) -> Page {
    let form = paid_by_council(event.filled(client, people).await).fill("code", typed);
    client.submit_once(form.press("apply", "1")).await
}

pub async fn pay_with_code(event: &OnSale, client: &Client, people: &[&str], typed: &str) -> Page {
    let page = applied(event, client, people, typed).await;
    client.submit_once(page.form(&event.bookings_path()).press("pay", "card")).await
}

#[actix_web::test]
async fn elg_15_the_price_that_apply_shows_is_the_price_that_is_charged() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.gives_out(code(Reduction::Percent(10))).await;
    let visitor = app.visitor();

    let page = applied(&event, &visitor, &["Asha Verma", "Ben Lee"], " autumn ").await;
    page.assert_status(200).assert_has("AUTUMN takes £18 off").assert_has("Pay £162 now by card");
    assert_eq!(app.seats_taken(&event).await, 0, "showing a price books nothing");
    let answer = visitor.submit_once(page.form(&event.bookings_path()).press("pay", "card")).await;
    let manage = app.pay(&answer).await;
    app.settle().await;

    assert_eq!(app.stripe.total_charged().get(), 16_200);
    visitor.get(&manage).await.assert_has("with code AUTUMN, instead of £90").assert_has("£162");
    let receipt = app.all_mail().into_iter().find(|mail| mail.to == "bo@example.org").unwrap();
    receipt.assert_says("£81").assert_says("with code AUTUMN");
    assert_eq!(app.code_counts().await, (1, 1_800));
    app.ignore_mail();
}

#[actix_web::test]
async fn an_amount_off_the_booking_comes_back_with_each_place_to_the_penny() {
    let app = spawn_app().await;
    let event = app.sell(course().for_pence(3_333, None)).await;
    app.gives_out(code(Reduction::OffBooking(Pence::new(1_000)))).await;
    let visitor = app.visitor();
    let answer = pay_with_code(&event, &visitor, &["Asha Verma", "Ben Lee", "Cai Ng"], "AUTUMN").await;
    let manage = app.pay(&answer).await;
    app.settle().await;
    let manage = manage.split('?').next().unwrap();
    assert_eq!(app.stripe.total_charged().get(), 8_999);

    for place in ["1", "2"] {
        let preview = visitor.get(&format!("{manage}/cancellation?place={place}")).await;
        visitor.submit(preview.form(&format!("{manage}/cancellation"))).await;
    }
    app.settle().await;

    assert_eq!(app.stripe.total_refunded().get(), 2_999 + 3_000, "334p and 333p came off them");
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_14_whatever_is_wrong_with_a_code_is_said_in_one_sentence_after_equal_work() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let over = Some(app.now());
    let named = |name: &str, base: NewCode| NewCode { code: CodeText::parse(name).unwrap(), ..base };
    let ten = || code(Reduction::Percent(10));
    app.gives_out(named("OVER", NewCode { ends_at: over, ..ten() })).await;
    app.gives_out(named("TO-COME", NewCode { starts_at: Some(app.now() + Duration::days(1)), ..ten() })).await;
    app.gives_out(named("THREE-UP", NewCode { least_places: 3, ..ten() })).await;
    app.gives_out(named("MEMBERS", NewCode { members_only: true, ..ten() })).await;
    app.gives_out(named("POOR", NewCode { budget: Some(Pence::new(899)), ..ten() })).await;
    let visitor = app.visitor();
    applied(&event, &visitor, &["Asha Verma"], "WARMING-UP").await;
    let mut statements = Vec::new();

    for typed in ["WRONG", "OVER", "TO-COME", "THREE-UP", "MEMBERS", "POOR", "' OR 1=1 --", "💥"] {
        let before = app.state.db.statements();
        let page = applied(&event, &visitor, &["Asha Verma"], typed).await;
        statements.push(app.state.db.statements() - before);
        assert!(page.error_of("code").starts_with(SORRY), "{typed}: {}", page.text());
        page.assert_has("Pay £90 now by card");
        let sent = visitor.submit_once(page.form(&event.bookings_path()).press("pay", "card")).await;
        sent.assert_status(409).assert_has(SORRY);
    }

    assert!(statements.iter().all(|count| *count == statements[0]), "unequal work: {statements:?}");
    assert_eq!(app.seats_taken(&event).await, 0);
}

#[actix_web::test]
async fn codes_guessed_in_bulk_are_slowed_by_address() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let form = paid_by_council(event.filled(&visitor, &["Asha Verma"]).await);
    let mut answers = Vec::new();

    for number in 0..45 {
        let guess = form.clone().fill("code", &format!("GUESS-{number}")).press("apply", "1");
        answers.push(visitor.submit_once(guess).await.status.as_u16());
    }

    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 40);
    assert_eq!(answers.last(), Some(&429));
    event.book(&visitor, &["Asha Verma"]).await.assert_status(303);
}

#[actix_web::test]
async fn elg_13_the_last_use_goes_to_one_of_many_and_the_others_are_told_before_paying() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(100)).await;
    app.gives_out(NewCode { most_uses: Some(1), ..code(Reduction::Percent(10)) }).await;
    let mut ready = Vec::new();
    for number in 0..16 {
        let visitor = app.visitor();
        let page = applied(&event, &visitor, &[&format!("Buyer {number}")], "AUTUMN").await;
        ready.push((visitor, page.form(&event.bookings_path()).press("pay", "card")));
    }

    let buy = |(visitor, form): (Client, TestForm)| async move { visitor.submit_once(form).await };
    let answers = join_all(ready.into_iter().map(buy)).await;

    let held = answers.iter().filter(|page| page.status.as_u16() == 303).count();
    let told = answers.iter().filter(|page| page.status.as_u16() == 409 && page.has(SORRY)).count();
    assert_eq!((held, told), (1, 15));
    assert_eq!((app.code_counts().await, app.seats_taken(&event).await), ((1, 900), 1));
}

#[actix_web::test]
async fn elg_12_one_person_uses_a_code_once_and_the_budget_is_never_passed() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.gives_out(NewCode { most_uses_a_person: Some(1), ..code(Reduction::Percent(10)) }).await;
    let visitor = app.visitor();
    pay_with_code(&event, &visitor, &["Asha Verma"], "AUTUMN").await.assert_status(303);

    let again = pay_with_code(&event, &visitor, &["Ben Lee"], "AUTUMN").await;

    again.assert_status(409).assert_has(SORRY);
    assert_eq!(app.code_counts().await, (1, 900));
}

#[actix_web::test]
async fn elg_13_a_use_comes_back_when_the_hold_ends_unpaid() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.gives_out(NewCode { most_uses: Some(1), ..code(Reduction::Percent(10)) }).await;
    pay_with_code(&event, &app.visitor(), &["Asha Verma"], "AUTUMN").await.assert_status(303);
    app.advance(Duration::minutes(60));
    app.run_jobs().await;

    assert_eq!(app.code_counts().await, (0, 0));
    pay_with_code(&event, &app.visitor(), &["Ben Lee"], "AUTUMN").await.assert_status(303);
    app.ignore_mail();
}

#[actix_web::test]
async fn elg_13_a_use_comes_back_in_time_and_when_we_call_the_date_off_but_not_late() {
    let late = "2026-06-24T23:00:00Z";
    for (cancelled_at, uses) in [("2026-06-24T22:59:59Z", 0), (late, 1)] {
        let app = spawn_app().await;
        let event = app.sell(course()).await;
        app.gives_out(code(Reduction::Percent(10))).await;
        let visitor = app.visitor();
        let answer = pay_with_code(&event, &visitor, &["Asha Verma"], "AUTUMN").await;
        let manage = app.pay(&answer).await;
        app.settle().await;
        let manage = manage.split('?').next().unwrap();
        app.clock.set(cancelled_at.parse().unwrap());
        app.run_jobs().await;
        let preview = visitor.get(&format!("{manage}/cancellation")).await;
        visitor.submit(preview.form(&format!("{manage}/cancellation"))).await.assert_has("cancelled");
        app.settle().await;

        assert_eq!(app.code_counts().await.0, uses, "{cancelled_at}");
        app.ignore_mail();
    }
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    app.gives_out(code(Reduction::Percent(10))).await;
    let answer = pay_with_code(&event, &app.visitor(), &["Asha Verma"], "AUTUMN").await;
    app.pay(&answer).await;
    app.settle().await;
    app.clock.set(late.parse().unwrap());
    app.office_calls_off(&event, Actor::System).await;
    app.settle().await;
    assert_eq!((app.code_counts().await, app.stripe.total_refunded().get()), ((0, 0), 8_100));
    app.ignore_mail();
}
