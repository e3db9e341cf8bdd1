//! The desk's page of a date's facilitators: whose record each printed name stands for. Only those who may read needs themselves
//! say who else does.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono::Duration;
use serde::Deserialize;

use super::access::access_ends_at;
use super::choose::{Choice, choose};
use super::views::{ChosenView, FacilitatorView, FacilitatorsView, FoundView};
use crate::app::App;
use crate::bookings::desk::OpenDate;
use crate::events::{EventView, Facilitator};
use crate::kernel::uk_time::{last_whole_day, long_date};
use crate::kernel::{Permission, Unexpected};
use crate::limits::{self, Limit};
use crate::members::people::{PersonRow, find_person, find_person_by_reference};
use crate::members::search::{find_named_people, is_enough};
use crate::web::{Flash, FormView, PageContext, PageError, Permitted, Posted, may};

/// How many people a search shows.
const MOST_FOUND: usize = 10;
/// Searches one officer may make: enough for every name of a season, too few to read the register out.
const SEARCHES: Limit = Limit { what: "facilitator_searches", most: 60, window: Duration::hours(1) };

/// `?for=1&q=asha`: whom to look for, and under which name.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Search {
    r#for: Option<i32>,
    q: Option<String>,
}

/// GET /admin/events/{id}/facilitators
pub async fn list_facilitators(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewNeeds>,
    id: Path<String>,
    search: Query<Search>,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    if search.q.as_deref().is_some_and(is_enough) {
        let (now, subject) = (app.now(), officer.person_id.to_string());
        let counted = app.db.write_tx(async |tx| limits::hit(tx, SEARCHES, &subject, now).await).await?;
        counted.map_err(PageError::TooManyRequests)?;
    }
    let words = EventView::new(&date.event, app.now());
    let mut facilitators = Vec::new();
    for (position, who) in (1..).zip(&date.event.facilitators) {
        let typed = search.q.as_deref().filter(|_| search.r#for == Some(position)).unwrap_or_default();
        facilitators.push(facilitator(&app, (position, who), typed.trim()).await?);
    }
    let until = access_ends_at(&date.event).map(|at| long_date(last_whole_day(at)));
    let view = FacilitatorsView {
        title: words.title,
        when: words.when_words,
        may_change: page.viewer.as_ref().is_some_and(|viewer| viewer.may(Permission::ManageEvents)),
        until: until.unwrap_or_default(),
        base: date.base,
        facilitators,
    };
    page.render("admin/events/facilitators.html", &view)
}

async fn facilitator(
    app: &App,
    (position, who): (i32, &Facilitator),
    typed: &str,
) -> Result<FacilitatorView, Unexpected> {
    let db = app.db.reader();
    let person = person_of(app, who).await?;
    let found = if person.is_none() { find_named_people(db, typed, MOST_FOUND).await? } else { Vec::new() };
    Ok(FacilitatorView {
        position,
        name: who.name.clone(),
        post_held: who.post_held.clone(),
        person: person.map(|one| ChosenView { reference: one.reference, name: one.name, email: one.email }),
        form: FormView::filled([(format!("q{position}"), typed.to_owned())]),
        is_asked: !typed.is_empty(),
        is_too_short: !typed.is_empty() && !is_enough(typed),
        found: found.into_iter().map(FoundView::from).collect(),
    })
}

/// POST /admin/events/{id}/facilitators/{position}: `person` is who it is, or "" to take access away; `seen` is whom the page showed.
pub async fn update_facilitator(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewNeeds>,
    ids: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &ids.0).await?;
    let position: i32 = ids.1.parse().map_err(|_| PageError::NotFound)?;
    let index = usize::try_from(position).ok().and_then(|position| position.checked_sub(1));
    let who = index.and_then(|index| date.event.facilitators.get(index)).ok_or(PageError::NotFound)?;
    let here = format!("{}/facilitators", date.base);
    let now_there = person_of(&app, who).await?.map(|person| person.reference).unwrap_or_default();
    let is_as_seen = (who.name.as_str(), now_there.as_str()) == (posted.get("name"), posted.get("seen"));
    let choice = Choice {
        event_id: date.event.id,
        position,
        name: who.name.clone(),
        before: who.person_id,
        person: chosen(&app, posted.get("person")).await?,
        officer_id: officer.person_id,
    };
    let is_done = is_as_seen && choose(&app, &choice).await?;
    let flash = match (is_done, choice.person) {
        (false, _) => Flash::problem(
            "Nothing was changed: somebody else has changed this date’s facilitators meanwhile. Look again.",
        ),
        (true, Some(person)) => {
            Flash::done(format!("{} sees what people on this date need. We have told them by email.", person.name))
        }
        (true, None) => Flash::done(format!("{} no longer sees anything of this date.", choice.name)),
    };
    Ok(page.redirect_with(&flash, &here))
}

/// The person whose record the name stands for.
async fn person_of(app: &App, who: &Facilitator) -> Result<Option<PersonRow>, Unexpected> {
    match who.person_id {
        Some(id) => find_person(app.db.reader(), id).await,
        None => Ok(None),
    }
}

/// The person with an open account who was sent; none for nobody. Anything else is a page that was tampered with.
async fn chosen(app: &App, reference: &str) -> Result<Option<PersonRow>, PageError> {
    if reference.is_empty() {
        return Ok(None);
    }
    let person = find_person_by_reference(app.db.reader(), reference).await?;
    person.filter(|person| !person.is_disabled).map(Some).ok_or(PageError::NotFound)
}
