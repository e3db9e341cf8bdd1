//! What the local Stripe has paid out: everything that came in so far, which adds up, and a donation taken by another page of the same
//! account, which our books do not know and the treasurer has to explain.

use super::WorldMaker;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::payouts::run_reconcile_payouts;

/// Two payouts of today, read as the daily job reads them.
pub(super) async fn pay_out(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    maker.clock.travel(now);
    maker.stripe.pay_out();
    maker.stripe.move_balance("charge", (Pence::new(2_500), Pence::new(58)), Some("ch_appeal_page"));
    maker.stripe.pay_out();
    run_reconcile_payouts(maker.app).await?;
    Ok(())
}
