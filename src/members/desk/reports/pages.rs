//! `/admin/members/reports?from=2024-07-01&to=2026-06-01`: the reports on the screen and on paper, and each table as a file.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use chrono::Duration;
use serde_json::{Value, json};

use super::compose::{Figures, gather};
use super::csv_file::write_table;
use super::period::{Asked, Period};
use super::table::Table;
use super::views::{ReportsView, TableView, file_of, without};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::london_date;
use crate::limits::{self, Limit};
use crate::members::desk::day_field::day_words;
use crate::web::{FieldErrors, FormView, PageContext, PageError, Permitted, may};

const FILES: Limit = Limit { what: "member_report_files", most: 60, window: Duration::hours(1) };

/// GET /admin/members/reports
pub async fn show_reports(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let today = london_date(app.now());
    let (period, status, errors) = match Period::read(&asked, today) {
        Ok(period) => (period, StatusCode::OK, FieldErrors::new()),
        Err(errors) => (Period::usual(today), StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    let typed = if errors.is_empty() {
        [("from", period.from.to_string()), ("to", period.to.to_string())]
    } else {
        [("from", asked.from.clone()), ("to", asked.to.clone())]
    };
    let figures = gather(&app, period, today).await?;
    let view = ReportsView {
        form: FormView::filled(typed).with_errors(&errors),
        first_day: day_words(period.from),
        last_day: day_words(period.to),
        is_empty: figures.is_empty(),
        tables: figures.tables().iter().map(|table| TableView::new(table, period)).collect(),
        without: without(&figures.regions),
        councils_file: file_of(&figures.councils(), period),
    };
    page.render_with(status, "admin/members/reports.html", &view)
}

/// GET /admin/members/reports/{table}.csv: limited, and written down each time.
pub async fn download_report(
    app: Data<App>,
    officer: Permitted<may::ManageMembers>,
    wanted: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let today = london_date(now);
    let period = Period::read(&asked, today).map_err(|_| PageError::NotFound)?;
    let table = table_of(&gather(&app, period, today).await?, &wanted).ok_or(PageError::NotFound)?;
    let who = officer.person_id.to_string();
    let allowed = app.db.write_tx(async |tx| limits::hit(tx, FILES, &who, now).await).await?;
    allowed.map_err(PageError::TooManyRequests)?;
    let file = write_table(&table)?;
    let entry = Entry {
        actor: Actor::Person(officer.person_id),
        action: "member_report.exported",
        subject_kind: "member_report",
        subject_id: 0,
        reason: Some(table.slug),
        values: Some((Value::Null, json!({ "from": period.from, "to": period.to, "rows": table.rows.len() }))),
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    let name = format!("members-{}-{}-to-{}.csv", table.slug, period.from, period.to);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}

fn table_of(figures: &Figures, slug: &str) -> Option<Table> {
    figures.tables().into_iter().chain([figures.councils()]).find(|table| table.slug == slug)
}
