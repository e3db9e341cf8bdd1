//! What the desk of a date says of its questions and of what attendees need: how many tasks wait, for those who may read them; for
//! everybody else counts alone, with fewer than five hidden (REP-6).

use serde::Serialize;

use super::counts::for_everyone;
use super::queries::{count_open_tasks, needs_counts};
use crate::app::App;
use crate::bookings::questions::Home;
use crate::bookings::questions::queries::questions_of;
use crate::events::EventDetails;
use crate::kernel::{Permission, Unexpected};
use crate::web::Viewer;

/// The part of the desk's page.
#[derive(Serialize)]
pub struct AskedAtDesk {
    /// How many questions are asked.
    pub questions: usize,
    /// The officer may change them.
    pub may_edit: bool,
    /// The officer may read needs.
    pub may_view: bool,
    /// Tasks that wait, for those who may read them.
    pub open_tasks: u64,
    /// Whose records the names of its facilitators stand for, in words.
    pub facilitators: String,
    /// What is needed, and how many need it.
    pub counts: Vec<CountView>,
}

/// A count without names.
#[derive(Serialize)]
pub struct CountView {
    /// What.
    pub label: String,
    /// "12", or "fewer than 5".
    pub people: String,
}

/// The part for this viewer.
pub async fn asked_at_desk(
    app: &App,
    event: &EventDetails,
    viewer: Option<&Viewer>,
) -> Result<AskedAtDesk, Unexpected> {
    let (db, id) = (app.db.reader(), event.id);
    let may = |permission| viewer.is_some_and(|viewer| viewer.may(permission));
    let may_view = may(Permission::ViewNeeds);
    let counts = for_everyone(&needs_counts(app, id).await?);
    Ok(AskedAtDesk {
        questions: questions_of(db, Home::Event(id)).await?.len(),
        may_edit: may(Permission::ManageEvents),
        may_view,
        open_tasks: if may_view { count_open_tasks(db, id.0).await? } else { 0 },
        facilitators: facilitator_words(event),
        counts: counts.into_iter().map(|(label, people)| CountView { label, people }).collect(),
    })
}

/// How many of the date's facilitators see what people need.
fn facilitator_words(event: &EventDetails) -> String {
    let chosen = event.facilitators.iter().filter(|who| who.person_id.is_some()).count();
    match (event.facilitators.len(), chosen) {
        (0, _) => "Nobody is named yet".to_owned(),
        (1, 1) => "Chosen; sees needs".to_owned(),
        (_, 0) => "Nobody sees needs yet".to_owned(),
        (all, chosen) => format!("{chosen} of {all} see needs"),
    }
}
