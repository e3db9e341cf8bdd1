//! What an officer types for an exception.

use crate::kernel::Pence;
use crate::web::{FieldErrors, Posted, TextInput};

const REASON: TextInput = TextInput::line("reason", "reason", 300);
const WITHDRAWAL_REASON: TextInput = TextInput::line("withdrawal_reason", "reason", 300);

/// Money as goodwill, as typed and understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypedGoodwill {
    pub(super) place_id: i64,
    pub(super) amount: Pence,
    pub(super) reason: String,
}

pub(super) fn read_goodwill(form: &Posted) -> Result<TypedGoodwill, FieldErrors> {
    let mut errors = FieldErrors::new();
    let place_id = read_place(form, "place", &mut errors);
    let amount = errors.check("amount", Pence::parse_pounds(form.get("amount")));
    let reason = REASON.read(form, &mut errors);
    match (errors.is_empty(), place_id, amount) {
        (true, Some(place_id), Some(amount)) => Ok(TypedGoodwill { place_id, amount, reason }),
        _ => Err(errors),
    }
}

/// A place withdrawn by an officer, as chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypedWithdrawal {
    pub(super) place_id: i64,
    /// What comes back, in percent: chosen, never assumed (REF-21).
    pub(super) percent: u8,
    pub(super) reason: String,
}

pub(super) fn read_withdrawal(form: &Posted) -> Result<TypedWithdrawal, FieldErrors> {
    let mut errors = FieldErrors::new();
    let place_id = read_place(form, "withdrawn_place", &mut errors);
    let percent = match form.get("percent") {
        "100" => Some(100),
        "50" => Some(50),
        "0" => Some(0),
        _ => {
            errors.add("percent", "Choose what comes back");
            None
        }
    };
    let reason = WITHDRAWAL_REASON.read(form, &mut errors);
    match (errors.is_empty(), place_id, percent) {
        (true, Some(place_id), Some(percent)) => Ok(TypedWithdrawal { place_id, percent, reason }),
        _ => Err(errors),
    }
}

fn read_place(form: &Posted, field: &str, errors: &mut FieldErrors) -> Option<i64> {
    let place = form.get(field).parse().ok();
    if place.is_none() {
        errors.add(field, "Choose a place");
    }
    place
}
