//! The last places go to exactly as many buyers as there are places (R3), on whichever database the run uses; and the same
//! test fails when the claim is careless, so it can fail.

use std::sync::Arc;

use entity::capacity_pool::{Column, Entity};
use futures_util::future::{LocalBoxFuture, join_all};
use nairo::bookings::{ClaimBy, PlaceClaim};
use nairo::db::Tx;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use super::shop::{OnSale, course};
use crate::support::app::{Wishes, spawn_app_with};
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::{TestApp, spawn_app};

/// Clients at once (R3).
pub const CLIENTS: usize = 64;
const PLACES: i32 = 10;

/// Takes seats without looking whether there are any.
pub struct CarelessClaim;

impl PlaceClaim for CarelessClaim {
    fn claim<'a>(
        &'a self,
        tx: &'a Tx,
        pool_id: i64,
        places: i32,
        _: ClaimBy,
    ) -> LocalBoxFuture<'a, Result<bool, DbErr>> {
        Box::pin(async move {
            let update =
                Entity::update_many().col_expr(Column::PlacesTaken, Expr::col(Column::PlacesTaken).add(places));
            Ok(update.filter(Column::Id.eq(pool_id)).exec(tx).await?.rows_affected == 1)
        })
    }
}

/// A visitor with the filled-in form, who only has to press.
async fn ready(app: &TestApp, event: &OnSale, name: &str) -> (Client, TestForm) {
    let visitor = app.visitor();
    let form = event.filled(&visitor, &[name]).await;
    // Each with an address of their own: bookings under one address are limited.
    let address = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
    let form = form.fill("booker_email", &address).choose("payer", "organisation").fill("organisation", "Council");
    (visitor, form.press("pay", "card"))
}

async fn ready_buyers(app: &TestApp, event: &OnSale, buyers: usize) -> Vec<(Client, TestForm)> {
    let mut all = Vec::with_capacity(buyers);
    for number in 0..buyers {
        all.push(ready(app, event, &format!("Buyer {number}")).await);
    }
    all
}

/// All press at once, once, and nobody is answered by an error page (R3: no server errors). A live site tells whoever has waited
/// three seconds for a connection to try again (503, R24); how many wait so long is the machine's doing, so the tests' databases are
/// patient (`support::database::POOLS`), and a 503 that comes all the same is a lock that was not waited for.
pub async fn press(ready: Vec<(Client, TestForm)>) -> Vec<Page> {
    let answers = join_all(ready.into_iter().map(async |(visitor, form)| visitor.submit_once(form).await)).await;
    let errors: Vec<&Page> = answers.iter().filter(|page| page.status.is_server_error()).collect();
    let first = errors.first().map(|page| format!("{}: {}", page.status, page.text())).unwrap_or_default();
    assert!(errors.is_empty(), "{} of {} had an error page, such as {first}", errors.len(), answers.len());
    answers
}

/// How many were sent to pay; everybody else was refused in words.
fn held(answers: &[Page]) -> usize {
    let with = |status: u16| answers.iter().filter(|page| page.status.as_u16() == status).count();
    // 429: holds made from one address are limited, which only a careless claim reaches.
    assert_eq!(with(303) + with(409) + with(429), answers.len(), "nobody got an error page");
    with(303)
}

/// Sixty-four visitors press the button at once; gives how many were sent to pay, and the seats taken.
async fn rush(wishes: Wishes) -> (usize, i32) {
    let app = spawn_app_with(wishes).await;
    let event = app.sell(course().with_capacity(PLACES)).await;
    let buyers = ready_buyers(&app, &event, CLIENTS).await;

    let answers = press(buyers).await;

    (held(&answers), app.seats_taken(&event).await)
}

#[actix_web::test]
async fn r3_sixty_four_buyers_and_ten_places_give_exactly_ten_bookings() {
    assert_eq!(rush(Wishes::default()).await, (10, PLACES));
}

#[actix_web::test]
#[ignore = "minutes; scripts/check --long runs it"]
async fn r3_fifty_rushes_in_turn_each_give_exactly_ten_bookings() {
    for round in 1..=50 {
        assert_eq!(rush(Wishes::default()).await, (10, PLACES), "round {round}");
    }
}

#[actix_web::test]
async fn with_a_careless_claim_the_same_rush_oversells() {
    let (held, taken) = rush(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }).await;

    assert!(held > 10 && taken > PLACES, "the race test could not fail: {held} held, {taken} taken");
}

/// Ten places are sold; their holders give them up while fifty-four others book. Gives bookings made then, live places and seats.
async fn rush_while_others_cancel(wishes: Wishes) -> (usize, usize, i32) {
    let app = spawn_app_with(wishes).await;
    let event = app.sell(course().with_capacity(PLACES)).await;
    let (sold, buyers) = (usize::try_from(PLACES).unwrap(), CLIENTS - usize::try_from(PLACES).unwrap());
    let buyers = ready_buyers(&app, &event, buyers).await;
    let mut leavers = Vec::new();
    for number in 0..sold {
        let visitor = app.visitor();
        let booking = event.hold(&app, &visitor, &[&format!("Leaver {number}")]).await;
        let action = format!("{}/cancellation", app.page_of(&booking));
        let form = visitor.get(&action).await.form(&action);
        leavers.push((visitor, form));
    }

    let (bought, left) = futures_util::future::join(press(buyers), press(leavers)).await;
    app.settle().await;
    app.ignore_mail();

    assert!(left.iter().all(|page| page.status.as_u16() == 303), "everybody could leave");
    let live = app.bookings().await.iter().filter(|one| one.state == "held").count();
    (held(&bought), live, app.seats_taken(&event).await)
}

#[actix_web::test]
async fn r4_places_given_up_in_a_rush_are_sold_once_and_none_is_lost() {
    let (bought, live, taken) = rush_while_others_cancel(Wishes::default()).await;

    assert!(bought <= 10, "{bought} were sold of ten that came free");
    assert_eq!((live, usize::try_from(taken).unwrap()), (bought, bought), "seats are the live places, exactly");
}

#[actix_web::test]
async fn with_a_careless_claim_the_rush_for_places_given_up_oversells() {
    let (bought, _, _) = rush_while_others_cancel(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }).await;

    assert!(bought > 10, "the race test could not fail: {bought} bought");
}

#[actix_web::test]
async fn r4_one_person_who_books_sixty_four_times_at_once_has_one_place() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(100)).await;
    let mut eager = Vec::new();
    for _ in 0..CLIENTS {
        eager.push(ready(&app, &event, "Asha Verma").await);
    }

    let answers = press(eager).await;

    let won = answers.iter().filter(|page| page.status.as_u16() == 303).count();
    assert!(answers.iter().all(|page| page.status.as_u16() < 500), "nobody got an error page");
    assert_eq!((won, app.seats_taken(&event).await), (1, 1));
}

#[actix_web::test]
async fn r4_cancelling_twice_while_the_payment_arrives_has_one_outcome_for_each_booking() {
    let app = spawn_app().await;
    let event = app.sell(course().with_capacity(100)).await;
    let (mut pressing, bookings) = (Vec::new(), CLIENTS / 4);
    for number in 0..bookings {
        let visitor = app.visitor();
        let answer = event.book(&visitor, &[&format!("Buyer {number}")]).await;
        let booking = app.last_booking().await;
        let action = format!("{}/cancellation", app.page_of(&booking));
        let form = visitor.get(&action).await.form(&action);
        app.pay(&answer).await;
        let again = Client::new("another device", &app.base_url);
        let copy = again.get(&action).await.form(&action);
        pressing.extend([(visitor, form), (again, copy)]);
    }

    let ((), pressed) = futures_util::future::join(app.settle(), press(pressing)).await;
    app.settle().await;
    app.ignore_mail();

    assert!(pressed.iter().all(|page| page.status.as_u16() < 500), "nobody got an error page");
    let rows = app.bookings().await;
    let kept = rows.iter().filter(|one| one.state == "confirmed").count();
    let gone = rows.iter().filter(|one| one.state == "cancelled").count();
    assert_eq!((kept + gone, usize::try_from(app.seats_taken(&event).await).unwrap()), (bookings, kept));
    let back: i64 = app.all_refunds().await.iter().map(|refund| refund.amount_pence).sum();
    assert_eq!(back, 9_000 * i64::try_from(gone).unwrap(), "each cancelled booking's money goes back, once");
    app.assert_books_balance().await;
}
