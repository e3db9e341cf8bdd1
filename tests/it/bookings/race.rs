//! The last places go to exactly as many buyers as there are places (R3), on whichever database the run uses; and the same
//! test fails when the claim is careless, so it can fail.

use std::sync::Arc;

use entity::capacity_pool::{Column, Entity};
use futures_util::future::{LocalBoxFuture, join_all};
use nairo::bookings::{ClaimBy, PlaceClaim};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use super::shop::course;
use crate::support::app::{Wishes, spawn_app_with};

const BUYERS: usize = 50;
const PLACES: i32 = 10;

/// Takes seats without looking whether there are any.
struct CarelessClaim;

impl PlaceClaim for CarelessClaim {
    fn claim<'a>(
        &'a self,
        tx: &'a DatabaseTransaction,
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

/// Fifty visitors press the button at once; gives how many were sent to pay, and the seats taken.
async fn rush(wishes: Wishes) -> (usize, i32) {
    let app = spawn_app_with(wishes).await;
    let event = app.sell(course().with_capacity(PLACES)).await;
    let mut ready = Vec::new();
    for number in 0..BUYERS {
        let visitor = app.visitor();
        let form = event.filled(&visitor, &[&format!("Buyer {number}")]).await;
        let form = form.choose("payer", "organisation").fill("organisation", "Council").press("pay", "card");
        ready.push((visitor, form));
    }

    let answers = join_all(ready.into_iter().map(async |(visitor, form)| visitor.submit_once(form).await)).await;

    let refused = answers.iter().filter(|page| page.status.as_u16() == 409).count();
    let held = answers.iter().filter(|page| page.status.as_u16() == 303).count();
    assert_eq!(held + refused, BUYERS, "nobody got an error page");
    (held, app.seats_taken(&event).await)
}

#[actix_web::test]
async fn fifty_buyers_and_ten_places_give_exactly_ten_bookings() {
    assert_eq!(rush(Wishes::default()).await, (10, PLACES));
}

#[actix_web::test]
async fn with_a_careless_claim_the_same_rush_oversells() {
    let (held, taken) = rush(Wishes { claim: Arc::new(CarelessClaim), ..Wishes::default() }).await;

    assert!(held > 10 && taken > PLACES, "the race test could not fail: {held} held, {taken} taken");
}
