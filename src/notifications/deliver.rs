//! Delivers one queued message: render, hand over, then mark what became of it. No transaction is open while the mail
//! server is spoken to. A crash between sending and marking is the only way to a second copy, under the same Message-ID.
//!
//! Addresses that refused mail for good are flagged. A flag stops marketing altogether. Service mail (a receipt, a sign-in
//! code) is still tried, once, because mailboxes come back; if it is accepted, the flag goes.

use std::collections::HashSet;

use chrono::Duration;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::outbox::DeliverMessage;
use super::render::{QueuedMessage, render};
use super::store::{self, Outcome};
use super::transport::SendError;
use crate::app::App;
use crate::jobs::queue::back_off;
use crate::jobs::{self, JobOutcome, NewJob};
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};

/// A message is given up after so long (RFC 5321 asks for four days at least).
const KEEP_TRYING: Duration = Duration::days(4);
/// The attempt after which gaps stop growing while the server is away: 8 to 10 minutes, so that a queue is empty ten
/// minutes after the server is back (R12).
const AWAY_STEPS: i32 = 6;

/// The job that hands up that an address refuses mail for good; what that means is for those who wrote to it (RMD-8).
pub const ADDRESS_FAILED: &str = "address_failed";

/// Which message came back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FailedMessage {
    /// The outbox row.
    pub outbox_message_id: i64,
}

/// What is to be written once the server has spoken.
enum Verdict {
    Sent,
    Wait { at: Instant, words: String },
    Failed { words: String, flag: bool },
}

/// Delivers the message, if it still waits. `attempt` counts from 1.
pub async fn deliver_message(app: &App, job: DeliverMessage, attempt: i32) -> Result<JobOutcome, Unexpected> {
    let Some(message) = store::find_queued(app.db.reader(), job.outbox_message_id).await? else {
        return Ok(JobOutcome::Done);
    };
    if store::is_for_the_dead(app.db.reader(), &message).await? {
        app.db.write_tx(async |tx| store::mark_failed(tx, message.id, "the person has died").await).await?;
        return Ok(JobOutcome::Done);
    }
    let known = app.identity.read(app.db.reader(), app.now()).await?;
    let identity = known.record.context("no mail can go before the charity's identity is filled in")?;
    let hash = address_hash(&app.settings.secret_key, &message.to_address);
    let flagged = store::is_flagged(app.db.reader(), &hash).await?;
    if flagged && message.is_marketing {
        let verdict = Verdict::Failed { words: "the address refused mail before".to_owned(), flag: false };
        return conclude(app, &message, (&hash, flagged), verdict).await;
    }
    let mail = match render(app, &message, &identity.site_identity(), app.now()) {
        Ok(mail) => mail,
        Err(error) => {
            let words = format!("the message could not be written: {error}");
            let verdict = Verdict::Failed { words: words.clone(), flag: false };
            conclude(app, &message, (&hash, flagged), verdict).await?;
            return Ok(JobOutcome::GiveUp(words));
        }
    };
    let verdict = match app.mailer.send(&mail).await {
        Ok(()) => Verdict::Sent,
        Err(error) => {
            let words = error.to_string().replace(&message.to_address, &masked(&message.to_address));
            tracing::warn!(message = message.id, attempt, error = words, "a message was not accepted");
            let trying_since = job.resent_at.unwrap_or(message.created_at);
            judge(&error, words, Situation { attempt, flagged, trying_since, now: app.now(), random: random(app) })
        }
    };
    conclude(app, &message, (&hash, flagged), verdict).await
}

/// What else counts when the server says no.
struct Situation {
    attempt: i32,
    flagged: bool,
    trying_since: Instant,
    now: Instant,
    random: u8,
}

fn judge(error: &SendError, words: String, case: Situation) -> Verdict {
    let steps = match error {
        SendError::NotAMessage(_) => return Verdict::Failed { words, flag: false },
        SendError::Refused(_) => return Verdict::Failed { words, flag: true },
        SendError::Later(_) if case.flagged => return Verdict::Failed { words, flag: true },
        SendError::Later(_) => case.attempt,
        SendError::ServerAway(_) => std::cmp::min(case.attempt, AWAY_STEPS),
    };
    if case.now - case.trying_since >= KEEP_TRYING {
        return Verdict::Failed {
            words: format!("given up after {} days: {words}", KEEP_TRYING.num_days()),
            flag: false,
        };
    }
    Verdict::Wait { at: case.now + back_off(steps, case.random), words }
}

async fn conclude(
    app: &App,
    message: &QueuedMessage,
    (hash, flagged): (&str, bool),
    verdict: Verdict,
) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            match verdict {
                Verdict::Sent => {
                    store::mark_sent(tx, message.id, now).await?;
                    store::insert_attempt(tx, message.id, Outcome::Accepted, "", now).await?;
                    if flagged {
                        store::lift_flag(tx, hash).await?;
                    }
                }
                Verdict::Wait { at, words } => {
                    store::note_delay(tx, message.id, &words).await?;
                    store::insert_attempt(tx, message.id, Outcome::TemporaryFailure, &words, now).await?;
                    return Ok(JobOutcome::Again(at));
                }
                Verdict::Failed { words, flag } => {
                    store::mark_failed(tx, message.id, &words).await?;
                    store::insert_attempt(tx, message.id, Outcome::PermanentFailure, &words, now).await?;
                    if flag {
                        store::flag_address(tx, hash, &words, now).await?;
                        let failed = FailedMessage { outbox_message_id: message.id };
                        let job = NewJob::new(ADDRESS_FAILED, &failed)?;
                        jobs::enqueue(tx, job.once(format!("{ADDRESS_FAILED}:{}", message.id)), now).await?;
                    }
                }
            }
            Ok(JobOutcome::Done)
        })
        .await
}

/// Whether mail to this address was refused for good, for pages that warn about it (RMD-8).
pub async fn is_address_flagged(app: &App, address: &str) -> Result<bool, Unexpected> {
    Ok(store::is_flagged(app.db.reader(), &address_hash(&app.settings.secret_key, address)).await?)
}

/// The addresses that refused mail for good; few at any time, and mostly none.
pub struct FlaggedAddresses<'a> {
    secret_key: &'a str,
    hashes: HashSet<String>,
}

impl FlaggedAddresses<'_> {
    /// There are none: nobody's places need to be looked through.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether mail to this address was refused.
    pub fn has(&self, address: &str) -> bool {
        !address.is_empty() && self.hashes.contains(&address_hash(self.secret_key, address))
    }
}

/// Every address that refused mail for good, for pages that look through many.
pub async fn flagged_addresses(app: &App) -> Result<FlaggedAddresses<'_>, Unexpected> {
    Ok(FlaggedAddresses { secret_key: &app.settings.secret_key, hashes: store::all_flagged(app.db.reader()).await? })
}

/// Flags are kept by a keyed hash: they outlive an erased person and tell nobody who it was.
pub fn address_hash(secret_key: &str, address: &str) -> String {
    let folded = EmailAddress::parse(address).map_or_else(|_| address.to_lowercase(), |address| address.folded());
    let mut mac = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(b"nairo flagged address\0");
    mac.update(folded.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

fn masked(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|_| "the address".to_owned(), |address| address.masked())
}

fn random(app: &App) -> u8 {
    let mut byte = [0_u8];
    app.tokens.fill(&mut byte);
    byte[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(attempt: i32, flagged: bool, hours: i64) -> Situation {
        let trying_since: Instant = "2026-09-04T08:30:00Z".parse().unwrap();
        Situation { attempt, flagged, trying_since, now: trying_since + Duration::hours(hours), random: 0 }
    }

    fn gap(error: &SendError, attempt: i32) -> i64 {
        match judge(error, String::new(), case(attempt, false, 0)) {
            Verdict::Wait { at, .. } => (at - case(attempt, false, 0).now).num_seconds(),
            _ => panic!("should wait"),
        }
    }

    #[test]
    fn gaps_grow_and_stay_short_while_the_server_is_away() {
        let away = SendError::ServerAway(String::new());
        let later = SendError::Later(String::new());

        assert_eq!([1, 2, 3, 6, 7, 50].map(|n| gap(&away, n)), [15, 30, 60, 480, 480, 480]);
        assert_eq!([1, 2, 3, 6, 7, 50].map(|n| gap(&later, n)), [15, 30, 60, 480, 960, 3600]);
    }

    #[test]
    fn what_is_given_up_and_which_address_is_flagged() {
        let away = SendError::ServerAway(String::new());
        let later = SendError::Later(String::new());
        let table = [
            (&SendError::Refused(String::new()), case(1, false, 0), Some(true)),
            (&SendError::NotAMessage(String::new()), case(1, false, 0), Some(false)),
            (&later, case(1, true, 0), Some(true)),
            (&later, case(9, false, 95), None),
            (&later, case(9, false, 96), Some(false)),
            (&away, case(1, true, 0), None),
            (&away, case(500, false, 96), Some(false)),
        ];
        for (error, case, expected) in table {
            let flagged = match judge(error, "no".to_owned(), case) {
                Verdict::Failed { flag, .. } => Some(flag),
                _ => None,
            };
            assert_eq!(flagged, expected, "{error:?}");
        }
    }

    #[test]
    fn one_mailbox_has_one_hash_under_one_key() {
        let hash = address_hash("key", "Asha@Example.org");

        assert_eq!(hash, address_hash("key", "asha@example.org"));
        assert_ne!(hash, address_hash("another", "asha@example.org"));
    }
}
