//! Payouts and what they are made of.

use serde_json::Value;
use stripe_core::balance_transaction::ListBalanceTransaction;
use stripe_core::payout::ListPayout;

use super::{Gateway, GatewayError, page};
use crate::payments::payouts::{PayoutSeen, TransactionSeen};
use crate::payments::seen::Unreadable;

impl Gateway {
    /// A page of payouts, the newest first, and whether there are more after it.
    pub async fn payouts(&self, after: Option<&str>) -> Result<(Vec<PayoutSeen>, bool), GatewayError> {
        let mut list = ListPayout::new().limit(100);
        if let Some(id) = after {
            list = list.starting_after(id);
        }
        let (items, has_more) = page(&self.hear(async |ear| list.send(ear).await.map(drop)).await?);
        Ok((read_all(&items, PayoutSeen::read)?, has_more))
    }

    /// A page of what an automatic payout is made of, the newest first, and whether there is more after it. Stripe refuses to
    /// say it of a payout that was made by hand.
    pub async fn transactions_of(
        &self,
        payout: &str,
        after: Option<&str>,
    ) -> Result<(Vec<TransactionSeen>, bool), GatewayError> {
        let mut list = ListBalanceTransaction::new().payout(payout).limit(100).expand(["data.source".to_owned()]);
        if let Some(id) = after {
            list = list.starting_after(id);
        }
        let (items, has_more) = page(&self.hear(async |ear| list.send(ear).await.map(drop)).await?);
        Ok((read_all(&items, TransactionSeen::read)?, has_more))
    }
}

/// Money that cannot be read must not be left out of a sum, so the whole page waits.
fn read_all<T>(items: &[Value], read: fn(&Value) -> Result<T, Unreadable>) -> Result<Vec<T>, GatewayError> {
    let seen: Result<Vec<T>, Unreadable> = items.iter().map(read).collect();
    seen.map_err(|error| GatewayError::Unclear(error.to_string()))
}
