//! Trouble on request: what a test can make the next API call suffer.

use std::time::Duration;

use super::account::Account;

/// One thing that goes wrong, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The work is done and kept under its idempotency key, but the connection drops before the answer.
    AnswerLost,
    /// Nothing is done and this status is answered. A 500 is kept and replayed under the idempotency key, as Stripe
    /// does once execution has begun; 502, 503 and 504 come from in front of it and are not kept.
    ServerError(u16),
    /// 429; nothing is done or kept.
    TooManyRequests,
    /// The call waits this long in real time, then is done and answered, whether or not the caller is still there.
    /// Meanwhile its idempotency key is in use (409).
    Hang(Duration),
    /// The connection drops at once; nothing is done.
    Reset,
}

/// A fault waiting for its call.
pub(super) struct PlannedFault {
    pub(super) fault: Fault,
    /// Only for calls whose path, or method and path, begins with this.
    pub(super) place: Option<String>,
}

impl Account<'_> {
    /// Takes the first fault meant for this call.
    pub(super) fn take_fault(&mut self, method: &str, path: &str) -> Option<Fault> {
        let call = format!("{method} {path}");
        let is_for_this = |planned: &PlannedFault| match &planned.place {
            None => true,
            Some(place) => path.starts_with(place) || call.starts_with(place),
        };
        let position = self.state.faults.iter().position(is_for_this)?;
        Some(self.state.faults.remove(position).fault)
    }
}
