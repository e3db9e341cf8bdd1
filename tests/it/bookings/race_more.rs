//! More races for what is left (R3, R4): places that move onto the last seats, groups for which not all seats are left, the last
//! use of a code. Each fails when the claim is careless, so it can fail.

use std::sync::Arc;

use chrono::Duration;
use futures_util::future::join_all;
use nairo::bookings::book_places::{Attendee, BookPlaces, BookPlacesError, Extras, SeatsFrom, book_places};
use nairo::bookings::discounts::desk::NewCode;
use nairo::bookings::discounts::offers::Reduction;
use nairo::bookings::hold::PaymentMethod;
use nairo::bookings::refund_policy::PayerKind;
use nairo::kernel::{EmailAddress, Pence, PersonName};

use super::discounts::code;
use super::race::{CLIENTS, CarelessClaim, press};
use super::shop::{OnSale, course};
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::{TestApp, spawn_app};

const SEATS: i32 = 10;

/// Free places on a date, each with the form that moves it to the other date.
async fn ready_movers(app: &TestApp, (from, to): (&OnSale, &OnSale)) -> Vec<(Client, TestForm)> {
    let mut movers = Vec::with_capacity(CLIENTS);
    for number in 0..CLIENTS {
        if number % 50 == 49 {
            // Holds are counted by address.
            app.advance(Duration::minutes(10));
        }
        let visitor = app.visitor();
        let form = from.filled(&visitor, &[&format!("Mover {number}")]).await.press("pay", "free");
        visitor.submit(form).await.assert_has("You are booked");
        let manage = app.page_of(&app.last_booking().await);
        let page = visitor.get(&format!("{manage}/move?to={}", to.id)).await;
        movers.push((visitor, page.form(&format!("{manage}/move"))));
    }
    movers
}

/// Sixty-four places of one date move to another that has ten; gives how many moved, and the seats taken on both dates.
async fn rush_to_move(wishes: Wishes) -> (usize, i32, i32) {
    let app = spawn_app_with(wishes).await;
    let id = app.a_course().await;
    let free = || course().of(id).for_pence(0, None);
    let (from, to) =
        (app.sell(free().with_capacity(100)).await, app.sell(free().in_days(44).with_capacity(SEATS)).await);
    let movers = ready_movers(&app, (&from, &to)).await;

    let answers = press(movers).await;

    let with = |status: u16| answers.iter().filter(|page| page.status.as_u16() == status).count();
    assert_eq!(with(303) + with(409), answers.len(), "nobody got an error page");
    app.leave_work();
    app.ignore_mail();
    (with(303), app.seats_taken(&from).await, app.seats_taken(&to).await)
}

#[actix_web::test]
async fn r3_sixty_four_places_that_move_onto_ten_seats_move_exactly_ten_times() {
    assert_eq!(rush_to_move(Wishes::default()).await, (10, 54, SEATS));
}

#[actix_web::test]
async fn with_a_careless_claim_the_same_moves_oversell() {
    let (moved, _, taken) = rush_to_move(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }).await;

    assert!(moved > 10 && taken > SEATS, "the race test could not fail: {moved} moved, {taken} taken");
}

/// Sixty-four groups of two or of three want the last three seats; gives how many groups have theirs, and the seats taken.
async fn rush_of_groups(wishes: Wishes) -> (usize, i32) {
    let app = spawn_app_with(wishes).await;
    let event = app.sell(course().for_pence(0, None).with_capacity(3)).await;
    let mut groups = Vec::with_capacity(CLIENTS);
    for number in 0..CLIENTS {
        let visitor = app.visitor();
        let names: Vec<String> = (0..2 + number % 2).map(|one| format!("Guest {number} {one}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        groups.push((visitor.filled_for(&event, &names).await, visitor));
    }
    let groups = groups.into_iter().map(|(form, visitor)| (visitor, form)).collect();

    let answers = press(groups).await;

    let with = |status: u16| answers.iter().filter(|page| page.status.as_u16() == status).count();
    assert_eq!(with(303) + with(409) + with(429), answers.len(), "nobody got an error page");
    app.leave_work();
    app.ignore_mail();
    (with(303), app.seats_taken(&event).await)
}

impl Client {
    async fn filled_for(&self, event: &OnSale, names: &[&str]) -> TestForm {
        event.filled(self, names).await.press("pay", "free")
    }
}

#[actix_web::test]
async fn r4_of_sixty_four_groups_and_three_seats_one_group_has_all_its_places_and_no_group_a_part() {
    let (groups, taken) = rush_of_groups(Wishes::default()).await;

    assert_eq!(groups, 1);
    assert!([2, 3].contains(&taken), "{taken} taken");
}

#[actix_web::test]
async fn with_a_careless_claim_the_groups_oversell() {
    let (groups, taken) = rush_of_groups(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }).await;

    assert!(groups > 1 && taken > 3, "the race test could not fail: {groups} groups, {taken} taken");
}

/// One place with the code, by bank transfer.
fn with_code(event: &OnSale, number: usize) -> BookPlaces {
    let extras = Extras { code: Some("AUTUMN".to_owned()), ..Extras::default() };
    BookPlaces { shown_total: Pence::new(8_100), extras, ..by_transfer(event, number) }
}

/// One place at the standard price for the buyer of this number, by bank transfer.
pub fn by_transfer(event: &OnSale, number: usize) -> BookPlaces {
    let name = PersonName::parse(&format!("Buyer {number}")).unwrap();
    let email = EmailAddress::parse(&format!("buyer.{number}@example.org")).unwrap();
    BookPlaces {
        event_id: event.id,
        booker_person_id: None,
        booker_name: name.clone(),
        booker_email: email.clone(),
        attendees: vec![Attendee { name, email, is_booker: false }],
        unnamed: 0,
        officer: None,
        payer: PayerKind::Organisation,
        organisation: Some("Council".to_owned()),
        method: PaymentMethod::BankTransfer,
        billing: None,
        start_now_accepted: false,
        shown_total: Pence::new(9_000),
        seats: SeatsFrom::Public,
        rest: None,
        extras: Extras::default(),
        idempotency_key: format!("key-{number}"),
        digest: String::new(),
    }
}

/// Sixty-four buyers use a code at once; gives bookings, and what the code counts.
async fn rush_for_a_code(most_uses: Option<i32>) -> (usize, (i32, i64)) {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(100)).await;
    app.gives_out(NewCode { most_uses, ..code(Reduction::Percent(10)) }).await;

    let buyers = (0..CLIENTS).map(async |number| book_places(&app.state, &with_code(&event, number)).await);
    let booked = join_all(buyers).await;

    let is_told = |one: &Result<_, _>| matches!(one, Ok(_) | Err(BookPlacesError::CodeDoesNotApply));
    assert!(booked.iter().all(is_told), "{booked:?}");
    app.leave_work();
    app.ignore_mail();
    (booked.iter().filter(|one| one.is_ok()).count(), app.code_counts().await)
}

#[actix_web::test]
async fn r4_the_last_use_of_a_code_goes_to_one_of_sixty_four() {
    assert_eq!(rush_for_a_code(Some(1)).await, (1, (1, 900)));
}

#[actix_web::test]
async fn without_a_limit_all_sixty_four_reach_the_counter_and_each_is_counted() {
    assert_eq!(rush_for_a_code(None).await, (64, (64, 64 * 900)));
}
