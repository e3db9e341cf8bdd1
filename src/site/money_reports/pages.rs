//! The reports as pages, and each table as a file: everything for whoever may see money, what was sold for whoever may see bookings.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use chrono::{Duration, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::compose::{deferred_table, income_table, money_table, months_table};
use super::counts::{cancelled_table, disputes_table, owed_back_table, sold_table};
use super::csv_file::write_table;
use super::lists::{codes_table, failed_refunds_table, overdue_table, unnamed_table, vat_table, write_offs_table};
use super::payouts::payouts_table;
use super::tables::{Cell, Table};
use super::vat_watch::vat_watch;
use super::views::{FigureView, LinkView, ReportsView, SalesReportsView, TableView, words};
use super::waiting::{taken_words, waiting_table};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::identity::load_identity;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Unexpected};
use crate::limits::{self, Limit};
use crate::payments::reports::{Month, Period, failed_refunds};
use crate::web::{PageContext, PageError, Permitted, may};

/// A treasurer takes a few files a day.
const FILES: Limit = Limit { what: "money_report_files", most: 120, window: Duration::hours(1) };

/// Every table, by the end of its file's address.
const TABLES: [&str; 16] = [
    "income-by-event-date",
    "money-by-payment-date",
    "payouts",
    "deferred",
    "overdue",
    "write-offs",
    "owed-back",
    "refunds-failed",
    "disputes",
    "places-sold",
    "codes",
    "waiting-list",
    "cancellations",
    "unnamed-places",
    "vat",
    "months",
];

/// What was sold and what became of it: for officers of events, who see no accounts.
const SALES_TABLES: [&str; 5] = ["places-sold", "codes", "waiting-list", "cancellations", "unnamed-places"];

/// Where the treasurer's reports are.
const MONEY: &str = "/admin/money/reports";

/// Where the officers' reports are.
const SALES: &str = "/admin/reports";

/// Which period the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    month: String,
    #[serde(default)]
    year: String,
}

impl Wanted {
    fn period(&self, today: NaiveDate) -> Period {
        Period::read(&self.month, &self.year, today)
    }
}

/// GET /admin/money/reports
pub async fn show_reports(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let today = london_date(now);
    let period = wanted.period(today);
    let mut tables = Vec::new();
    for slug in TABLES {
        tables.extend(table_of(&app, slug, period, now).await?);
    }
    let view = ReportsView {
        period: period.label(),
        is_year: matches!(period, Period::Year(_)),
        first_day: long_date(period.first_day()),
        last_day: long_date(period.last_day()),
        is_running: today <= period.last_day(),
        links: links(period, today, MONEY),
        figures: figures(&tables),
        tables: tables.iter().map(|table| TableView::new(table, period, MONEY)).collect(),
        ledger_field: ledger_field(period),
        vat: vat_watch(&app, today).await?,
        remarks: remarks(&app, (&tables, period)).await?,
    };
    page.render("admin/money/reports.html", &view)
}

/// GET /admin/reports
pub async fn show_sales_reports(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewBookings>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let today = london_date(now);
    let period = wanted.period(today);
    let mut tables = Vec::new();
    for slug in SALES_TABLES {
        tables.extend(table_of(&app, slug, period, now).await?);
    }
    let view = SalesReportsView {
        period: period.label(),
        first_day: long_date(period.first_day()),
        last_day: long_date(period.last_day()),
        is_running: today <= period.last_day(),
        links: links(period, today, SALES),
        tables: tables.iter().map(|table| TableView::new(table, period, SALES)).collect(),
        remarks: taken_words(&tables).into_iter().collect(),
    };
    page.render("admin/bookings/reports.html", &view)
}

fn ledger_field(period: Period) -> (&'static str, String) {
    match period {
        Period::Month(month) => ("month", month.word()),
        Period::Year(year) => ("year", year.to_string()),
    }
}

/// GET /admin/money/reports/{table}.csv
pub async fn download_report(
    app: Data<App>,
    officer: Permitted<may::ViewMoney>,
    table: Path<String>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let slug = TABLES.into_iter().find(|slug| *slug == table.as_str()).ok_or(PageError::NotFound)?;
    send_file(&app, officer.person_id, slug, &wanted).await
}

/// GET /admin/reports/{table}.csv
pub async fn download_sales_report(
    app: Data<App>,
    officer: Permitted<may::ViewBookings>,
    table: Path<String>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let slug = SALES_TABLES.into_iter().find(|slug| *slug == table.as_str()).ok_or(PageError::NotFound)?;
    send_file(&app, officer.person_id, slug, &wanted).await
}

/// Writes one table as a file, and down who took it.
async fn send_file(app: &App, person_id: i64, slug: &'static str, wanted: &Wanted) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let period = wanted.period(london_date(now));
    let who = person_id.to_string();
    let allowed = app.db.write_tx(async |tx| limits::hit(tx, FILES, &who, now).await).await?;
    allowed.map_err(PageError::TooManyRequests)?;
    let table = table_of(app, slug, period, now).await?.ok_or(PageError::NotFound)?;
    let file = write_table(&table)?;
    let entry = Entry {
        actor: Actor::Person(person_id),
        action: "money_report.exported",
        subject_kind: "money_report",
        subject_id: 0,
        reason: Some(slug),
        values: Some((Value::Null, json!({ "period": period.file_word(), "rows": table.rows.len() }))),
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    let disposition = format!("attachment; filename=\"{slug}-{}.csv\"", period.file_word());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}

/// One table, or none where it does not belong to this kind of period.
async fn table_of(app: &App, slug: &str, period: Period, now: Instant) -> Result<Option<Table>, Unexpected> {
    let db = app.db.reader();
    let table = match slug {
        "income-by-event-date" => income_table(db, period).await?,
        "money-by-payment-date" => money_table(db, period).await?,
        "payouts" => payouts_table(db, period).await?,
        "waiting-list" => waiting_table(db, period).await?,
        "deferred" => deferred_table(db, std::cmp::min(period.last_day(), london_date(now))).await?,
        "owed-back" => owed_back_table(db, now).await?,
        "disputes" => disputes_table(db, period).await?,
        "places-sold" => sold_table(db, period).await?,
        "cancellations" => cancelled_table(db, period).await?,
        "overdue" => overdue_table(db, now).await?,
        "write-offs" => write_offs_table(db, period).await?,
        "refunds-failed" => failed_refunds_table(db, period).await?,
        "codes" => codes_table(db, period).await?,
        "unnamed-places" => unnamed_table(db, now).await?,
        "vat" => {
            let identity = load_identity(db).await?;
            vat_table(db, period, identity.and_then(|identity| identity.vat_registered_from)).await?
        }
        "months" if matches!(period, Period::Year(_)) => months_table(db, period).await?,
        _ => return Ok(None),
    };
    Ok(Some(table))
}

/// The period before, this month, this year, the period after: links, so that each has an address.
fn links(period: Period, today: NaiveDate, base: &str) -> Vec<LinkView> {
    let this_month = Period::Month(Month::of(today));
    let this_year = Period::year_of(today);
    let around = [period.previous(), period.next()].into_iter().filter(|other| other.first_day() <= today);
    let own_year = Period::year_of(period.first_day());
    let mut shown: Vec<Period> = around.chain([this_month, own_year, this_year, this_year.previous()]).collect();
    shown.push(period);
    shown.sort_by_key(|one| (matches!(one, Period::Year(_)), one.first_day()));
    shown.dedup();
    shown
        .into_iter()
        .map(|one| LinkView { label: one.label(), href: format!("{base}?{}", one.query()), is_current: one == period })
        .collect()
}

/// The figures at the top, each the sum of a column below.
fn figures(tables: &[Table]) -> Vec<FigureView> {
    let wanted: [(&str, usize, &'static str); 6] = [
        ("income-by-event-date", 0, "Income by event date"),
        ("money-by-payment-date", 0, "Came in"),
        ("money-by-payment-date", 1, "Refunded"),
        ("money-by-payment-date", 4, "What is left of that"),
        ("deferred", 2, "Deferred: taken for later"),
        ("owed-back", 0, "Owed back today"),
    ];
    let value = |slug: &str, column: usize| {
        let table = tables.iter().find(|table| table.slug == slug);
        let cell = table.and_then(|table| table.totals().get(column).copied());
        words(&[cell.unwrap_or(Cell::Money(crate::kernel::Pence::ZERO))]).concat()
    };
    wanted.into_iter().map(|(slug, column, label)| FigureView { label, value: value(slug, column) }).collect()
}

async fn remarks(app: &App, (tables, period): (&[Table], Period)) -> Result<Vec<String>, Unexpected> {
    let (failed, arrived) = failed_refunds(app.db.reader(), period).await?;
    let words = format!(
        "Of the refunds asked for in this period, {failed} failed at least once; {arrived} of those have arrived since."
    );
    Ok((failed > 0).then_some(words).into_iter().chain(taken_words(tables)).collect())
}
