//! What the pages of refund policies may see.

use serde::Serialize;

use super::queries::{PastVersion, PolicyHistory};
use crate::bookings::refund_policy::general_words;
use crate::events::{EventDetails, EventView};
use crate::kernel::Instant;
use crate::web::{FormView, MomentView};

pub(super) const LIST: &str = "/admin/refund-policies";

/// The list.
#[derive(Serialize)]
pub(super) struct PoliciesView {
    pub(super) policies: Vec<PolicyRow>,
}

/// A policy in the list.
#[derive(Serialize)]
pub(super) struct PolicyRow {
    href: String,
    name: String,
    words: Vec<String>,
    dates: usize,
    bookings: i64,
}

impl PolicyRow {
    /// None for a policy without a version, which there is not.
    pub(super) fn new(history: &PolicyHistory, dates: usize) -> Option<Self> {
        let newest = history.versions.first()?;
        Some(Self {
            href: format!("{LIST}/{}", history.code),
            name: newest.name.clone(),
            words: general_words(&newest.tiers),
            dates,
            bookings: history.versions.iter().map(|version| version.bookings).sum(),
        })
    }
}

/// One policy.
#[derive(Serialize)]
pub(super) struct PolicyView {
    pub(super) base: String,
    pub(super) name: String,
    pub(super) versions: Vec<VersionView>,
    pub(super) dates: Vec<DateRow>,
}

/// One version of it.
#[derive(Serialize)]
pub(super) struct VersionView {
    number: i32,
    name: String,
    is_newest: bool,
    words: Vec<String>,
    bookings: i64,
    written_by: String,
    written_at: MomentView,
}

impl VersionView {
    pub(super) fn new(version: &PastVersion, is_newest: bool) -> Self {
        Self {
            number: version.version,
            name: version.name.clone(),
            is_newest,
            words: general_words(&version.tiers),
            bookings: version.bookings,
            written_by: version.written_by.clone().unwrap_or_else(|| "the system".to_owned()),
            written_at: MomentView::short(version.written_at),
        }
    }
}

/// A date sold under it.
#[derive(Serialize)]
pub(super) struct DateRow {
    href: String,
    title: String,
    when: String,
}

impl DateRow {
    pub(super) fn new(event: &EventDetails, now: Instant) -> Self {
        let view = EventView::new(event, now);
        Self { href: format!("/admin/events/{}", event.id), title: view.title, when: view.when_words }
    }
}

/// The form of a new policy or version.
#[derive(Serialize)]
pub(super) struct PolicyFormView {
    pub(super) action: String,
    pub(super) back: String,
    /// The policy's name; none for a new one.
    pub(super) stored: Option<String>,
    /// How many coming dates the new version will be used for.
    pub(super) dates: usize,
    /// Numbers of the rows.
    pub(super) rows: Vec<usize>,
    pub(super) form: FormView,
}
