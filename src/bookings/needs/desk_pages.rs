//! The organiser's page of a date: who needs what, what waits, and the answers (QST-5). Only for those who may read needs, and every
//! reading is written down (QST-3).

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::answer_task::answer_task;
use super::care::{Care, care_view, set_care};
use super::deadlines::forget_at;
use super::queries::{Told, care_row, list_told};
use super::record_views::record_views;
use super::sealed_needs::needs_key;
use super::task::TaskAnswer;
use super::views::{ToldPageView, ToldView};
use crate::app::App;
use crate::events::{EventDetails, EventId, EventView, find_event};
use crate::kernel::uk_time::{last_whole_day, london_date, long_date};
use crate::kernel::{Permission, Unexpected};
use crate::members::people::find_person;
use crate::web::{Flash, PageContext, PageError, Permitted, Posted, may};

async fn find(app: &App, id: &str) -> Result<EventDetails, PageError> {
    let id = id.parse().map(EventId).map_err(|_| PageError::NotFound)?;
    find_event(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

/// GET /admin/events/{id}/needs
pub async fn list_needs(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewNeeds>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let event = find(&app, &id).await?;
    let view = told_page(&app, &event, officer.person_id, ReadFor::Arranging).await?;
    page.render("admin/needs/list.html", &view)
}

/// What somebody reads needs for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFor {
    /// To arrange everything.
    Arranging,
    /// To lead the date: what matters in the room, not what people eat, and nothing that is no longer needed (TRN-2).
    Leading,
}

/// The page for this reader, and the entry that they read it.
pub async fn told_page(
    app: &App,
    event: &EventDetails,
    reader_id: i64,
    read_for: ReadFor,
) -> Result<ToldPageView, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let mut told = list_told(db, &needs_key(app.settings.sealing()), event.id.0).await?;
    if read_for == ReadFor::Leading {
        told = told.into_iter().filter_map(Told::for_delivery).collect();
    }
    record_views(app, reader_id, &told).await?;
    let names = owner_names(app, &told).await?;
    let owner = |told: &Told| {
        let id = told.task.as_ref().and_then(|task| task.owner_id);
        id.and_then(|id| names.get(&id).cloned()).unwrap_or_default()
    };
    let today = london_date(now);
    let words = EventView::new(event, now);
    let kept_until = forget_at(event.when.over_at(), event.cancelled_at);
    let forgotten = care_row(db, event.id.0).await?.is_some_and(|row| row.needs_forgotten_at.is_some());
    Ok(ToldPageView {
        title: words.title,
        when: words.when_words,
        base: format!("/admin/events/{}/needs", event.id),
        back: format!("/admin/events/{}", event.id),
        people: told.iter().map(|one| ToldView::new(one, owner(one), reader_id, today)).collect(),
        kept_until: kept_until.map(|at| long_date(last_whole_day(at))).unwrap_or_default(),
        is_forgotten: forgotten || kept_until.is_some_and(|at| now >= at),
    })
}

async fn owner_names(app: &App, told: &[Told]) -> Result<BTreeMap<i64, String>, Unexpected> {
    let owners: BTreeSet<i64> = told.iter().filter_map(|one| one.task.as_ref()?.owner_id).collect();
    let mut names = BTreeMap::new();
    for id in owners {
        if let Some(person) = find_person(app.db.reader(), id).await? {
            names.insert(id, person.name);
        }
    }
    Ok(names)
}

/// POST /admin/events/{id}/needs/{task}
pub async fn update_task(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewNeeds>,
    ids: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let event = find(&app, &ids.0).await?;
    let task: i64 = ids.1.parse().map_err(|_| PageError::NotFound)?;
    let answer = TaskAnswer::parse(posted.get("do")).ok_or_else(|| {
        PageError::BadRequest("Say whether it is arranged. Go back and press one of the buttons.".to_owned())
    })?;
    let done = answer_task(&app, (event.id.0, task), answer, officer.person_id).await?;
    let flash = match (done, answer) {
        (true, TaskAnswer::Arranged) => Flash::done("Arranged. The attendee reads so on their own page."),
        (true, TaskAnswer::WillCall) => {
            Flash::done("The attendee reads that we will call. Mark it arranged when it is.")
        }
        (true, TaskAnswer::TakeOn) => Flash::done("It is yours to arrange."),
        (false, _) => {
            Flash::info("Nothing was changed: it was answered before, or the attendee has changed what they need.")
        }
    };
    Ok(page.redirect_with(&flash, &format!("/admin/events/{}/needs", event.id)))
}

/// POST /admin/events/{id}/care: whether food is served, and who arranges.
pub async fn update_care(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let event = find(&app, &id).await?;
    let here = format!("/admin/events/{}/questions", event.id);
    let view = care_view(&app, &event).await?;
    let typed = posted.get("owner");
    let is_known = typed.is_empty() || view.owners.iter().any(|owner| owner.value == typed);
    if !is_known {
        let words = format!("Choose somebody who may read needs ({}).", Permission::ViewNeeds.word());
        return Ok(page.redirect_with(&Flash::problem(words), &here));
    }
    let care = Care { serves_food: posted.has("serves_food") && view.has_room, owner_id: typed.parse().ok() };
    set_care(&app, event.id.0, care, officer.person_id).await?;
    Ok(page.redirect_with(&Flash::done("Saved."), &here))
}
