//! "Explain this status": the dated facts that make it and what changes it next, for any day, fit to print.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};

use super::queries::find_record;
use super::views::{Fact, Tag};
use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::desk::day_field::{day_words, read_day};
use crate::members::desk::status_tag::status_tag;
use crate::members::membership::{explain, load_picture};
use crate::web::{FormView, PageContext, PageError, Permitted, may};

/// `?on=2026-03-01`; empty for today.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    on: String,
}

#[derive(Serialize)]
struct ExplainView {
    base: String,
    name: String,
    on_words: String,
    status: Tag,
    facts: Vec<DatedRow>,
    next: Vec<Fact>,
    form: FormView,
}

#[derive(Serialize)]
struct DatedRow {
    on: String,
    words: String,
    source: &'static str,
    is_to_come: bool,
}

/// GET /admin/members/{reference}/status
pub async fn explain_status(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let person = find_record(db, &reference).await?.ok_or(PageError::NotFound)?;
    let on = read_day(&asked.on).ok().flatten().unwrap_or_else(|| london_date(app.now()));
    let picture = load_picture(db, person.id, on).await?;
    let row = |fact: crate::members::membership::DatedFact| DatedRow {
        on: day_words(fact.on),
        is_to_come: fact.on > on,
        words: fact.words,
        source: fact.source,
    };
    let view = ExplainView {
        base: format!("/admin/members/{}", person.reference),
        name: person.name,
        on_words: long_date(on),
        status: Tag { label: picture.status.label(), kind: status_tag(picture.status) },
        facts: explain(&picture).into_iter().map(row).collect(),
        next: picture.next.iter().map(|event| Fact::new(day_words(event.on), event.what.clone())).collect(),
        form: FormView::filled([("on", on.to_string())]),
    };
    page.render("admin/members/person/explain.html", &view)
}
