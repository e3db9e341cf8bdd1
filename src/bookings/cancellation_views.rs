//! Exactly what the cancellation page may see: each place, what comes back, why, and until when (REF-7).

use serde::Serialize;

use super::cancellation::CancellationPreview;
use super::refund_policy::RefundReason;
use super::refund_terms::until_words;
use crate::events::EventView;
use crate::kernel::Pence;
use crate::web::FormView;

/// One line of the cancellation preview.
#[derive(Clone, Debug, Serialize)]
pub struct RefundLine {
    /// Who was to come.
    pub name: String,
    /// "Paid £90, all of it comes back".
    pub why: String,
    /// What comes back.
    pub amount: String,
}

/// The cancellation page.
#[derive(Clone, Debug, Serialize)]
pub struct CancellationView {
    /// What people quote.
    pub reference: String,
    /// The booking's address.
    pub base: String,
    /// The event in words.
    pub event: EventView,
    /// The form with the reason.
    pub form: FormView,
    /// Each place.
    pub lines: Vec<RefundLine>,
    /// The sum.
    pub total: String,
    /// The sum in pence, sent back with the form (REF-7).
    pub total_pence: i64,
    /// What was paid for these places, sent back as well: the money may arrive while the page is open.
    pub paid_pence: i64,
    /// To be paid by invoice: the amounts are what comes off it.
    pub by_invoice: bool,
    /// Something comes back.
    pub has_refund: bool,
    /// Why not all of it, or until when; a sentence.
    pub explanation: String,
    /// "Refunded to the card that paid".
    pub goes_to: &'static str,
    /// The place's number in the booking, or empty for all.
    pub place: String,
    /// Nothing was paid yet.
    pub is_held: bool,
    /// One place only.
    pub is_part: bool,
    /// The payer's bank asks for the money already: the request can only be noted (REF-19).
    pub is_disputed: bool,
}

/// The lines of a preview in words.
pub fn refund_lines(preview: &CancellationPreview) -> Vec<RefundLine> {
    preview
        .places
        .iter()
        .map(|place| RefundLine {
            name: place.attendee_name.clone(),
            why: match (place.paid, place.percent) {
                (Pence::ZERO, _) => "Nothing was paid for this place".to_owned(),
                (paid, _) if place.refund < place.credited => {
                    format!("{paid} was paid, of which {} has been taken back already", place.credited - place.refund)
                }
                (paid, 100) => format!("{paid} was paid, all of it comes back"),
                (paid, 0) => format!("{paid} was paid, none of it comes back"),
                (paid, percent) => format!("{paid} was paid, {percent}% comes back"),
            },
            amount: place.refund.to_string(),
        })
        .collect()
}

/// Why the preview says what it says and until when, in one sentence (REF-7; REF-22: who to ask is on the page).
pub fn explanation(preview: &CancellationPreview, last_day: Option<String>) -> String {
    let until = preview.until.map(until_words).unwrap_or_default();
    let percent = preview.places.first().map_or(100, |place| place.percent);
    match (preview.reason, last_day) {
        (RefundReason::InTime, _) if percent == 100 => {
            format!(
                "You are in time for the refund that the policy promises: cancel {until} and everything comes back."
            )
        }
        (RefundReason::InTime, _) => {
            format!(
                "The last day for a full refund has passed. Cancel {until} and {percent}% of what was paid comes back."
            )
        }
        (RefundReason::CalledOff, _) => "We have called this date off, so everything comes back.".to_owned(),
        (RefundReason::MovedByUs, _) => {
            format!("We have moved this date, so everything comes back if you cancel {until}.")
        }
        (RefundReason::FourteenDays, _) => {
            format!("You pay for yourself and are within 14 days of booking: cancel {until} and everything comes back.")
        }
        (RefundReason::TooLate, Some(day)) => {
            format!(
                "The last day for a refund has passed: it was possible {day}. You can still cancel so that somebody else can have the place."
            )
        }
        (RefundReason::TooLate, None) => "The last day for a refund has passed.".to_owned(),
        (RefundReason::Chosen, _) => "An officer decides what comes back.".to_owned(),
        (RefundReason::Started, _) => "The event has started, so places can no longer be cancelled here.".to_owned(),
    }
}
