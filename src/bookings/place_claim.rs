//! Takes seats from a pool, in one guarded statement (CLK-8). It is a seam so that a test can put a careless claim in its
//! place and see the race test fail.

use entity::capacity_pool::{Column, Entity};
use futures_util::future::LocalBoxFuture;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

/// How seats are claimed.
pub trait PlaceClaim: Send + Sync {
    /// Takes `places` seats of the pool, or none. Says whether it won.
    fn claim<'a>(
        &'a self,
        tx: &'a DatabaseTransaction,
        pool_id: i64,
        places: i32,
    ) -> LocalBoxFuture<'a, Result<bool, DbErr>>;
}

/// The only claim that production code has: counts and takes in the same statement, so two buyers cannot both see the last seat.
#[derive(Clone, Copy, Debug, Default)]
pub struct GuardedClaim;

impl PlaceClaim for GuardedClaim {
    fn claim<'a>(
        &'a self,
        tx: &'a DatabaseTransaction,
        pool_id: i64,
        places: i32,
    ) -> LocalBoxFuture<'a, Result<bool, DbErr>> {
        Box::pin(async move {
            let after = Expr::col(Column::PlacesTaken).add(places);
            let done = Entity::update_many()
                .col_expr(Column::PlacesTaken, after.clone())
                .filter(Column::Id.eq(pool_id))
                .filter(after.lte(Expr::col(Column::Capacity)))
                .exec(tx)
                .await?;
            Ok(done.rows_affected == 1)
        })
    }
}
