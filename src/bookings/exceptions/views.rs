//! What the page of exceptions shows.

use serde::Serialize;

use crate::web::FormView;

/// The page.
#[derive(Serialize)]
pub(super) struct ExceptionsView {
    pub(super) reference: String,
    pub(super) base: String,
    pub(super) event: String,
    pub(super) event_href: String,
    pub(super) booker: String,
    pub(super) email: String,
    pub(super) state: &'static str,
    pub(super) charge_href: String,
    pub(super) money: Vec<(&'static str, String)>,
    pub(super) is_disputed: bool,
    pub(super) places: Vec<PlaceView>,
    /// When they asked for what the rules do not give (REF-22).
    pub(super) refused: Vec<String>,
    /// Places from which something can be taken off.
    pub(super) goodwill_places: Vec<OptionView>,
    /// Places that can be withdrawn.
    pub(super) live_places: Vec<OptionView>,
    pub(super) second_person_above: String,
    pub(super) form: FormView,
    pub(super) idempotency_key: String,
}

#[derive(Serialize)]
pub(super) struct PlaceView {
    pub(super) attendee: String,
    pub(super) state: &'static str,
    pub(super) price: String,
    /// What of it is still charged.
    pub(super) open: String,
}

#[derive(Serialize)]
pub(super) struct OptionView {
    pub(super) value: String,
    pub(super) label: String,
}
