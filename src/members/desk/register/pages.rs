//! `/admin/register?on=2026-02-28`: the register of members as it stood at the end of a day, on the screen, on paper, and as a
//! file for a spreadsheet.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::csv_file::{file_name, write_register};
use super::entry::{Entry, entry_on};
use super::queries::{Candidate, candidates};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::{london_date, long_date};
use crate::limits::{self, Limit};
use crate::members::desk::day_field::{day_words, read_day};
use crate::web::{FieldErrors, FormView, PageContext, PageError, Permitted, Posted, may};

/// Rows on the screen; a longer register is read in its file.
const MOST_ROWS: usize = 2_000;
const DOWNLOADS: Limit = Limit { what: "register_downloads", most: 30, window: Duration::hours(1) };

/// `?on=2026-02-28`; empty for today.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    on: String,
}

#[derive(Serialize)]
struct RegisterView {
    form: FormView,
    on_words: String,
    members: Vec<MemberRow>,
    total: usize,
    more: usize,
    grace: Vec<GraceRow>,
    on: String,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct MemberRow {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) href: String,
    pub(super) address: String,
    pub(super) class: String,
    #[serde(skip)]
    pub(super) joined_on: NaiveDate,
    #[serde(skip)]
    pub(super) left_on: Option<NaiveDate>,
    #[serde(skip)]
    pub(super) first_joined_on: NaiveDate,
    joined: String,
    left: String,
    first_joined: String,
}

#[derive(Clone, Debug, Serialize)]
struct GraceRow {
    number: i64,
    name: String,
    href: String,
    class: String,
    ended: String,
}

/// GET /admin/register
pub async fn show_register(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let today = london_date(app.now());
    let (on, status, errors) = match read_on(&asked.on, today) {
        Ok(on) => (on, StatusCode::OK, FieldErrors::new()),
        Err(errors) => (today, StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    let (mut members, grace) = register(&app, on, today).await?;
    let total = members.len();
    members.truncate(MOST_ROWS);
    let typed = if errors.is_empty() { on.to_string() } else { asked.on.clone() };
    let view = RegisterView {
        form: FormView::filled([("on", typed)]).with_errors(&errors),
        on_words: long_date(on),
        more: total - members.len(),
        members,
        total,
        grace,
        on: on.to_string(),
    };
    page.render_with(status, "admin/register/show.html", &view)
}

/// POST /admin/register/downloads: limited, and written down each time.
pub async fn download_register(
    app: Data<App>,
    officer: Permitted<may::ManageMembers>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let today = london_date(now);
    let on = read_on(form.get("on"), today).map_err(|_| PageError::NotFound)?;
    let who = officer.person_id.to_string();
    let allowed = app.db.write_tx(async |tx| limits::hit(tx, DOWNLOADS, &who, now).await).await?;
    allowed.map_err(PageError::TooManyRequests)?;
    let (members, _) = register(&app, on, today).await?;
    let file = write_register(&members)?;
    let entry = audit::Entry {
        actor: Actor::Person(officer.person_id),
        action: "register.exported",
        subject_kind: "membership",
        subject_id: 0,
        reason: None,
        values: Some((Value::Null, json!({ "on": on, "members": members.len() }))),
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    let disposition = format!("attachment; filename=\"{}\"", file_name(on));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}

/// A day that is not in the future: nobody knows who will be a member.
fn read_on(typed: &str, today: NaiveDate) -> Result<NaiveDate, FieldErrors> {
    match read_day(typed) {
        Ok(None) => Ok(today),
        Ok(Some(day)) if day > today => Err(FieldErrors::one("on", "Enter today or a day in the past")),
        Ok(Some(day)) => Ok(day),
        Err(error) => Err(FieldErrors::one("on", error.to_string())),
    }
}

async fn register(app: &App, on: NaiveDate, today: NaiveDate) -> Result<(Vec<MemberRow>, Vec<GraceRow>), Unexpected> {
    let (mut members, mut grace) = (Vec::new(), Vec::new());
    for person in candidates(app.db.reader(), on).await? {
        match entry_on(&person.terms, on, today) {
            Entry::Member { class, joined_on, left_on } => members.push(member_row(person, class, joined_on, left_on)),
            Entry::InGrace { class, ended_on } => grace.push(GraceRow {
                number: person.number,
                href: format!("/admin/members/{}", person.reference),
                name: person.name,
                class,
                ended: day_words(ended_on),
            }),
            Entry::Absent => {}
        }
    }
    Ok((members, grace))
}

fn member_row(person: Candidate, class: String, joined_on: NaiveDate, left_on: Option<NaiveDate>) -> MemberRow {
    let is_back = person.member_since < joined_on;
    MemberRow {
        number: person.number,
        href: format!("/admin/members/{}", person.reference),
        name: person.name,
        address: person.address,
        class,
        joined: day_words(joined_on),
        left: left_on.map(day_words).unwrap_or_default(),
        first_joined: if is_back { day_words(person.member_since) } else { String::new() },
        joined_on,
        left_on,
        first_joined_on: person.member_since,
    }
}
