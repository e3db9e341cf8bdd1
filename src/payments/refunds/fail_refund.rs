//! A refund did not arrive, or came back (REF-11): officers are told at once, the payer that it takes longer; it is tried again
//! once a day for three days, and is an officer's after that.

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::emails::{self, Failure};
use super::open_refund::RefundJob;
use super::postings::post_returned;
use super::refund_state::RefundState;
use super::store::{self, RefundRow};
use crate::jobs::{self, NewJob};
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::fact::MoneyFact;
use crate::payments::seen::RefundSeen;

/// The name of the job that sends a failed refund once more.
pub const RETRY_REFUND: &str = "retry_refund";

/// One a day for three days, after the first.
const MOST_FAILURES: i32 = 4;

pub(super) async fn fail_refund(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    refund: &RefundRow,
    seen: &RefundSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    let why = seen.failure_reason.clone().unwrap_or_else(|| "no reason given".to_owned());
    if !store::mark_failed(tx, refund, seen.id.as_deref(), &why).await? {
        return Ok(Vec::new());
    }
    if refund.state == RefundState::Succeeded {
        post_returned(tx, refund, now).await?;
    }
    let failed = store::load_refund(tx, refund.id()).await?;
    let is_last = failed.row.attempts >= MOST_FAILURES;
    if is_last {
        store::mark_manual(tx, &failed).await?;
    } else {
        enqueue_retry(tx, &failed, now).await?;
    }
    emails::tell_officers_of_failure(tx, tokens, &failed, Failure { why: &why, is_last }, now).await?;
    emails::tell_payer_of_delay(tx, tokens, &failed, now).await?;
    Ok(vec![MoneyFact::RefundFailed { refund_id: refund.id(), charge_id: refund.row.charge_id }])
}

async fn enqueue_retry(tx: &impl ConnectionTrait, refund: &RefundRow, now: Instant) -> Result<(), Unexpected> {
    let job = NewJob::new(RETRY_REFUND, &RefundJob { refund_id: refund.row.id })?;
    let key = format!("{RETRY_REFUND}:{}", refund.row.id);
    jobs::enqueue(tx, job.at(now + Duration::days(1)).once(key), now).await?;
    Ok(())
}
