//! Exactly what the templates of needs may see.

use serde::Serialize;

use super::need::Need;
use super::queries::Told;
use crate::events::EventView;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::web::FormView;

/// A line of the tick list.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TickView {
    /// The field's name.
    pub name: &'static str,
    /// What it says.
    pub label: &'static str,
}

/// The tick list.
pub fn ticks() -> Vec<TickView> {
    Need::ALL.map(|need| TickView { name: need.word(), label: need.label() }).to_vec()
}

/// The attendee's own form of needs.
#[derive(Serialize)]
pub struct NeedsPageView {
    /// The place's own page.
    pub base: String,
    /// The date.
    pub event: EventView,
    /// The attendee.
    pub name: String,
    /// The form.
    pub form: FormView,
    /// The tick list.
    pub ticks: Vec<TickView>,
    /// Diet is asked.
    pub asks_dietary: bool,
    /// Where what they told stands; none when nothing was told.
    pub standing: Option<StandingView>,
    /// They are signed in as themselves, so a copy can be kept on their profile.
    pub can_keep: bool,
    /// What they keep there, in words; empty when nothing.
    pub saved: Vec<String>,
    /// The last day on which it is kept.
    pub kept_until: String,
    /// The last day for telling in good time; "" once it has passed.
    pub in_time_until: String,
}

/// Where somebody's needs stand.
#[derive(Serialize)]
pub struct StandingView {
    /// "Received".
    pub title: String,
    /// A sentence.
    pub words: String,
    /// The notice's kind.
    pub kind: &'static str,
}

/// `/account/needs`.
#[derive(Serialize)]
pub struct SavedPageView {
    /// The form.
    pub form: FormView,
    /// The tick list.
    pub ticks: Vec<TickView>,
    /// Something is kept.
    pub has_saved: bool,
}

/// The organiser's or the facilitator's page of a date.
#[derive(Serialize)]
pub struct ToldPageView {
    /// The date's title.
    pub title: String,
    /// When it is.
    pub when: String,
    /// The address its acts hang under; a facilitator's page has none.
    pub base: String,
    /// The date's desk.
    pub back: String,
    /// Everybody who needs something.
    pub people: Vec<ToldView>,
    /// The last day on which any of it is kept; "" when that is not known.
    pub kept_until: String,
    /// Everything was forgotten.
    pub is_forgotten: bool,
}

/// One attendee.
#[derive(Serialize)]
pub struct ToldView {
    /// Who.
    pub name: String,
    /// Where to write to them.
    pub email: String,
    /// What they ticked.
    pub ticked: Vec<&'static str>,
    /// Their words.
    pub more: String,
    /// Their diet.
    pub dietary: String,
    /// It cannot be read any more.
    pub is_unreadable: bool,
    /// They need it no more.
    pub is_taken_back: bool,
    /// When they told it.
    pub told_at: String,
    /// The task's number; none without a task.
    pub task: Option<i64>,
    /// "To arrange".
    pub state: &'static str,
    /// The tag's kind.
    pub state_kind: &'static str,
    /// It waits for somebody.
    pub is_open: bool,
    /// It came after the cut-off.
    pub is_late: bool,
    /// By when.
    pub due: String,
    /// The day has passed.
    pub is_overdue: bool,
    /// Who arranges it; "" for nobody.
    pub owner: String,
    /// The reader does.
    pub is_mine: bool,
}

impl ToldView {
    /// One attendee's needs in words, for this reader on this London day.
    pub fn new(told: &Told, owner: String, reader_id: i64, today: chrono::NaiveDate) -> Self {
        let needs = told.needs.clone().unwrap_or_default();
        let task = told.task.as_ref();
        let is_open = task.is_some() && told.state.is_open();
        Self {
            name: told.place.attendee_name.clone(),
            email: told.place.attendee_email.clone(),
            ticked: needs.labels(),
            is_unreadable: told.needs.is_none() && !told.is_taken_back,
            is_taken_back: told.is_taken_back,
            told_at: told.told_at.map(date_and_time).unwrap_or_default(),
            more: needs.more,
            dietary: needs.dietary,
            task: task.map(|task| task.id),
            state: told.state.label(),
            state_kind: told.state.kind(),
            is_open,
            is_late: task.is_some_and(|task| task.is_late),
            due: task.map(|task| long_date(task.due_on)).unwrap_or_default(),
            is_overdue: is_open && task.is_some_and(|task| task.due_on < today),
            owner,
            is_mine: task.is_some_and(|task| task.owner_id == Some(reader_id)),
        }
    }
}
