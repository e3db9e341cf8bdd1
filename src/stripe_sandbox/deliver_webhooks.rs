//! Sending queued events to the webhook endpoint: in the background with growing gaps (demo), or on request (tests).
//! Each attempt is signed anew; any 2xx is success.

use std::sync::Arc;
use std::time::Duration as Wait;

use chrono::Duration;

use super::account::Account;
use super::objects::QueuedWebhook;
use super::start::Shared;

const LOOK_EVERY: Wait = Wait::from_millis(250);
const FIRST_GAP_SECONDS: i64 = 2;
const LONGEST_GAP_SECONDS: i64 = 3600;
const GIVE_UP_AFTER: Duration = Duration::days(3);

/// What became of one attempt to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// The event's id.
    pub id: String,
    /// The event's kind, such as `checkout.session.completed`.
    pub kind: String,
    /// The endpoint's status; none when it could not be reached, or no address is set.
    pub status: Option<u16>,
}

impl Delivered {
    /// The endpoint took it.
    pub fn is_accepted(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// Runs for as long as the server does.
pub(super) async fn deliver_in_background(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let due = shared.with_account(|account| {
            let now = account.now;
            account.state.webhooks.iter().filter(|queued| queued.due_at <= now).cloned().collect::<Vec<_>>()
        });
        for queued in due {
            attempt(&shared, &queued.event_id, Some(queued.number)).await;
        }
    }
}

/// Every delivery queued at the moment, in order, due or not.
pub(super) async fn deliver_queued(shared: &Shared) -> Vec<Delivered> {
    let queued: Vec<QueuedWebhook> = shared.with_account(|account| account.state.webhooks.clone());
    let mut outcomes = Vec::new();
    for webhook in queued {
        outcomes.extend(attempt(shared, &webhook.event_id, Some(webhook.number)).await);
    }
    outcomes
}

/// One attempt for one event; `number` names the queued delivery that it fulfils. Nothing when there is no such event.
pub(super) async fn attempt(shared: &Shared, event_id: &str, number: Option<u64>) -> Option<Delivered> {
    let event = shared.with_account(|account| account.signed_event(event_id, &shared.config.webhook_secret))?;
    let headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("User-Agent", "Stripe/1.0 (local Stripe)"),
        ("Stripe-Signature", &event.signature_header),
    ];
    let status = match shared.webhook_url() {
        Some(url) => url.post(&headers, &event.payload).await.ok().map(|reply| reply.status),
        None => None,
    };
    let delivered = Delivered { id: event.id, kind: event.kind, status };
    shared.with_account(|account| account.note_delivery(&delivered, number));
    Some(delivered)
}

impl Account<'_> {
    fn note_delivery(&mut self, delivered: &Delivered, number: Option<u64>) {
        let Some(event) = self.state.events.iter_mut().find(|event| event.id == delivered.id) else {
            return;
        };
        self.state.is_changed = true;
        event.delivered |= delivered.is_accepted();
        let is_over = delivered.is_accepted() || self.now - event.created_at > GIVE_UP_AFTER;
        let queued = self.state.webhooks.iter().position(|queued| Some(queued.number) == number);
        match queued {
            Some(position) if is_over => {
                self.state.webhooks.remove(position);
            }
            Some(position) => {
                let queued = &mut self.state.webhooks[position];
                queued.attempts += 1;
                queued.due_at = self.now + gap_after(queued.attempts);
            }
            None => {}
        }
    }
}

/// 2, 4, 8 … seconds, at most an hour.
fn gap_after(attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(20);
    Duration::seconds((FIRST_GAP_SECONDS << doublings).min(LONGEST_GAP_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gaps_grow_to_an_hour() {
        let gaps: Vec<i64> = [1, 2, 3, 11, 12, 100].map(|attempts| gap_after(attempts).num_seconds()).to_vec();

        assert_eq!(gaps, [2, 4, 8, 2048, 3600, 3600]);
    }
}
