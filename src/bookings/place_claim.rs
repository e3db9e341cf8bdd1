//! Takes seats from a pool, in one guarded statement (CLK-8). It is a seam so that a test can put a careless claim in its
//! place and see the race test fail.

use entity::capacity_pool::{Column, Entity};
use futures_util::future::LocalBoxFuture;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

use crate::db::Tx;

/// In whose name seats are claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimBy {
    /// Anybody who comes by: wins only while nobody waits (D5, WTL-4).
    Public,
    /// Somebody who goes before the list: who is on it and has been called, who paid too late (HLD-5), an officer.
    PastTheList,
    /// Somebody with a code that goes past the last place (ELG-12). What guards it is the code: how many bookings of how many places
    /// it is good for is counted in the same transaction.
    PastTheLimit,
}

/// How seats are claimed.
pub trait PlaceClaim: Send + Sync {
    /// Takes `places` seats of the pool, or none. Says whether it won.
    fn claim<'a>(
        &'a self,
        tx: &'a Tx,
        pool_id: i64,
        places: i32,
        by: ClaimBy,
    ) -> LocalBoxFuture<'a, Result<bool, DbErr>>;
}

/// The only claim that production code has: counts and takes in the same statement, so two buyers cannot both see the last seat.
/// How many wait stands in the row of the pool itself, so that a claim that had to wait for another looks at today's number.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuardedClaim;

impl PlaceClaim for GuardedClaim {
    fn claim<'a>(
        &'a self,
        tx: &'a Tx,
        pool_id: i64,
        places: i32,
        by: ClaimBy,
    ) -> LocalBoxFuture<'a, Result<bool, DbErr>> {
        Box::pin(async move {
            let after = Expr::col(Column::PlacesTaken).add(places);
            let mut update =
                Entity::update_many().col_expr(Column::PlacesTaken, after.clone()).filter(Column::Id.eq(pool_id));
            if by != ClaimBy::PastTheLimit {
                update = update.filter(after.lte(Expr::col(Column::Capacity)));
            }
            if by == ClaimBy::Public {
                update = update.filter(Column::PeopleWaiting.eq(0));
            }
            Ok(update.exec(tx).await?.rows_affected == 1)
        })
    }
}
