//! Answers kept under idempotency keys for 24 hours, by Stripe's rules: the first answer is given again, errors
//! included; other parameters under the same key are refused; so is a key whose request is still running.

use std::collections::BTreeMap;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::api_error::ApiError;
use crate::kernel::clock::Instant;

const KEPT_FOR: Duration = Duration::hours(24);

/// Every key in use.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct KeptAnswers {
    by_key: BTreeMap<String, Kept>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    /// Method, path and parameters of the first request.
    request: String,
    since: Instant,
    /// Status and body; none while the first request is running.
    answer: Option<(u16, String)>,
}

/// What a key means for a request.
pub(super) enum KeyUse {
    /// The first request: it may run, and holds the key until `finish`.
    First,
    /// Status and body to give again.
    Replay(u16, String),
    Refused(ApiError),
}

impl KeptAnswers {
    pub(super) fn begin(&mut self, key: &str, request: &str, now: Instant) -> KeyUse {
        if key.chars().count() > 255 {
            return KeyUse::Refused(ApiError::key_too_long());
        }
        self.by_key.retain(|_, kept| kept.answer.is_none() || now - kept.since < KEPT_FOR);
        let Some(kept) = self.by_key.get(key) else {
            self.by_key.insert(key.to_owned(), Kept { request: request.to_owned(), since: now, answer: None });
            return KeyUse::First;
        };
        match &kept.answer {
            _ if kept.request != request => KeyUse::Refused(ApiError::key_reused_for_another_request(key)),
            None => KeyUse::Refused(ApiError::key_in_use(key)),
            Some((status, body)) => KeyUse::Replay(*status, body.clone()),
        }
    }

    /// Keeps the answer, or with none (the request did not begin) frees the key.
    pub(super) fn finish(&mut self, key: &str, answer: Option<(u16, String)>) {
        if answer.is_none() {
            self.by_key.remove(key);
        } else if let Some(kept) = self.by_key.get_mut(key) {
            kept.answer = answer;
        }
    }

    /// After a restart nothing is running any more.
    pub(super) fn forget_running(&mut self) {
        self.by_key.retain(|_, kept| kept.answer.is_some());
    }
}
