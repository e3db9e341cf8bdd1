//! What the page of removals shows.

use serde::Serialize;

use crate::members::desk::day_field::day_words;
use crate::members::membership::WaitingRemoval;
use crate::web::{FormView, MomentView};

/// `/admin/removals`.
#[derive(Serialize)]
pub(super) struct RemovalsView {
    pub(super) removals: Vec<RemovalView>,
    pub(super) form: FormView,
}

/// One that waits.
#[derive(Serialize)]
pub(super) struct RemovalView {
    id: i64,
    name: String,
    from: String,
    minute: String,
    reason: String,
    proposed_by: String,
    proposed_at: MomentView,
    /// The viewer put it forward, so somebody else confirms it.
    is_own_proposal: bool,
    /// It is about the viewer.
    is_about_viewer: bool,
}

impl RemovalView {
    /// `viewer`: every record of whoever looks.
    pub(super) fn new(removal: WaitingRemoval, viewer: &[i64]) -> Self {
        Self {
            is_own_proposal: viewer.contains(&removal.proposed_by_id),
            is_about_viewer: viewer.contains(&removal.person_id),
            id: removal.id,
            name: removal.person_name,
            from: day_words(removal.from),
            minute: removal.minute_reference,
            reason: removal.reason,
            proposed_by: removal.proposed_by,
            proposed_at: MomentView::short(removal.proposed_at),
        }
    }
}
