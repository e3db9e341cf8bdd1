//! Exactly what the templates of groups may see.

use std::collections::BTreeMap;

use entity::{booking, place, place_invitation};
use serde::Serialize;

use super::chasing::names_due_by;
use super::emails::due_words;
use super::forms::{NamesForm, ROWS_A_PAGE};
use super::name_list::{ListRow, write_list};
use super::place_status::{PlaceStatus, is_live, is_unnamed};
use crate::bookings::refund_policy::PayerKind;
use crate::events::{EventDetails, EventView};
use crate::kernel::{Instant, WorkingDays};
use crate::web::{FieldErrors, FormView};

/// Refused rows that are shown one by one.
const SHOWN_REFUSALS: usize = 50;

/// On the booking page: what is missing (GRP-7).
#[derive(Clone, Debug, Serialize)]
pub struct NamesPanel {
    /// Places without a name.
    pub missing: usize,
    /// Places in all.
    pub of: usize,
    /// "by the end of Wednesday 16 September 2026".
    pub due: Option<String>,
    /// That has passed; names can still be given.
    pub is_late: bool,
    /// Where names are given.
    pub href: String,
}

impl NamesPanel {
    /// None when every place has a name, or none can be given any more.
    pub fn of(
        places: &[place::Model],
        event: &EventDetails,
        base: &str,
        (days, now): (&WorkingDays, Instant),
    ) -> Option<Self> {
        let missing = places.iter().filter(|place| is_unnamed(place)).count();
        (missing > 0).then(|| Self {
            missing,
            of: places.iter().filter(|place| is_live(place)).count(),
            due: due_words(days, event),
            is_late: event.when.known_day().is_some_and(|day| now >= names_due_by(days, day)),
            href: format!("{base}/names"),
        })
    }
}

/// One row of the naming form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NameRowView {
    position: i32,
    /// "Link sent to …", or empty.
    note: String,
}

/// A refused row of a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RefusedRow {
    number: usize,
    why: String,
}

/// Somebody a list names.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TakenRow {
    number: usize,
    name: String,
    email: String,
}

/// A list, judged; nothing of it is saved yet.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ReviewView {
    taken: Vec<TakenRow>,
    refused: Vec<RefusedRow>,
    /// Refused rows that are not shown.
    more_refused: usize,
    /// The rows that were taken, sent back when they are to be saved.
    list: String,
}

impl ReviewView {
    pub(super) fn new(rows: &[ListRow]) -> Self {
        let taken = rows.iter().filter_map(|row| {
            let listed = row.outcome.as_ref().ok()?;
            let (name, email) = (listed.name.as_str().to_owned(), listed.email.as_str().to_owned());
            Some(TakenRow { number: row.number, name, email })
        });
        let refused = rows.iter().filter_map(|row| {
            let why = row.outcome.as_ref().err()?.clone();
            Some(RefusedRow { number: row.number, why })
        });
        let (taken, refused): (Vec<_>, Vec<_>) = (taken.collect(), refused.collect());
        Self {
            list: write_list(rows),
            more_refused: refused.len().saturating_sub(SHOWN_REFUSALS),
            refused: refused.into_iter().take(SHOWN_REFUSALS).collect(),
            taken,
        }
    }
}

/// The page on which names are given.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NamesView {
    reference: String,
    base: String,
    event: EventView,
    form: FormView,
    rows: Vec<NameRowView>,
    /// Places without a name that have no row on this page.
    more: usize,
    panel: Option<NamesPanel>,
    /// A list that was sent.
    review: Option<ReviewView>,
    /// A free or organisation's booking says nothing of prices here; a member's difference comes back by itself (D8).
    is_free: bool,
    pays_personally: bool,
}

/// What the page of naming is made from.
pub(super) struct NamesPage<'a> {
    pub(super) booking: &'a booking::Model,
    pub(super) base: &'a str,
    pub(super) places: &'a [place::Model],
    pub(super) invitations: &'a BTreeMap<i64, place_invitation::Model>,
    pub(super) event: &'a EventDetails,
    pub(super) days: &'a WorkingDays,
    pub(super) now: Instant,
}

impl NamesPage<'_> {
    pub(super) fn view(&self, form: &NamesForm, errors: &FieldErrors, review: Option<ReviewView>) -> NamesView {
        let note = |position: i32| {
            let place = self.places.iter().find(|place| place.position == position);
            place.map(|place| PlaceStatus::of(place, self.invitations.get(&place.id)).note()).unwrap_or_default()
        };
        let panel = NamesPanel::of(self.places, self.event, self.base, (self.days, self.now));
        let rows = form.rows.iter().map(|row| NameRowView { position: row.position, note: note(row.position) });
        NamesView {
            reference: self.booking.reference.clone(),
            base: self.base.to_owned(),
            event: EventView::new(self.event, self.now),
            form: form.view().with_errors(errors),
            rows: rows.collect(),
            more: panel.as_ref().map_or(0, |panel| panel.missing.saturating_sub(ROWS_A_PAGE)),
            panel,
            review,
            is_free: self.booking.total_pence == 0,
            pays_personally: self.booking.payer_kind == PayerKind::Person.word(),
        }
    }
}

impl NamesView {
    /// Shows again what was pasted.
    pub(super) fn set_list(&mut self, pasted: &str) {
        self.form.set("list", pasted);
    }
}
