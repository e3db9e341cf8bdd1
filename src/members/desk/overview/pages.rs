//! `/admin/members/overview`, with its plot as an image of its own.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use super::chart::chart;
use super::months::{Month, by_month};
use super::queries::{CountedBy, Waiting, chains, count_members, count_statuses, waiting_applications};
use super::views::{CountTable, Figure, MonthRow, OverviewView};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members::desk::list::{Filter, matching_ids};
use crate::members::membership::{GRACE_DAYS, Status};
use crate::web::{PageContext, PageError, Permitted, may};

/// Months of the plot.
const MONTHS: u32 = 12;

/// `?figures=public` hides what may not be published.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    figures: String,
}

/// GET /admin/members/overview
pub async fn show_overview(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageMembers>,
    asked: Query<Asked>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let today = london_date(now);
    let is_public = asked.figures == "public";
    let view = OverviewView {
        figures: figures(&app, today).await?,
        waiting: waiting_words(waiting_applications(app.db.reader()).await?, now),
        months: months(&app, today).await?.iter().rev().map(MonthRow::from).collect(),
        tables: tables(&app, today, is_public).await?,
        is_public,
    };
    page.render("admin/members/overview.html", &view)
}

/// GET /admin/members/overview/plot.svg
pub async fn show_plot(app: Data<App>, _officer: Permitted<may::ManageMembers>) -> Result<HttpResponse, PageError> {
    let svg = chart(&months(&app, london_date(app.now())).await?)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/svg+xml"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(svg))
}

async fn months(app: &App, today: NaiveDate) -> Result<Vec<Month>, Unexpected> {
    let chains = chains(app.db.reader()).await?;
    Ok(by_month(chains.iter().map(Vec::as_slice), today, MONTHS))
}

async fn figures(app: &App, today: NaiveDate) -> Result<Vec<Figure>, Unexpected> {
    let counted = count_statuses(app.db.reader(), today).await?;
    let shown = [
        Status::Current,
        Status::Due,
        Status::Grace,
        Status::AwaitingPayment,
        Status::Applied,
        Status::Suspended,
        Status::Lapsed,
    ];
    let figure = |status: Status| Figure {
        label: status.label(),
        value: counted.get(&status).copied().unwrap_or_default(),
        href: format!("/admin/members?status={}", status.word()),
    };
    let mut figures: Vec<Figure> = shown.map(figure).into();
    figures.push(lapsed_this_month(app, today).await?);
    Ok(figures)
}

/// Those whose grace ran out this month: the figure is the length of the list it leads to.
async fn lapsed_this_month(app: &App, today: NaiveDate) -> Result<Figure, Unexpected> {
    let whose_grace_ended_before = |day: NaiveDate| day.checked_sub_days(Days::new(GRACE_DAYS + 1));
    let lapsed = Filter {
        status: Some(Status::Lapsed),
        ends_from: today.with_day(1).and_then(whose_grace_ended_before),
        ends_to: whose_grace_ended_before(today),
        ..Filter::default()
    };
    let value = i64::try_from(matching_ids(app.db.reader(), &lapsed, today).await?.len())?;
    Ok(Figure { label: "Lapsed this month", value, href: format!("/admin/members?{}", lapsed.query()) })
}

async fn tables(app: &App, today: NaiveDate, is_public: bool) -> Result<Vec<CountTable>, Unexpected> {
    let names = [
        (CountedBy::Type, ("by-type", "By type", "Type")),
        (CountedBy::Region, ("by-region", "By region", "Region")),
        (CountedBy::Employer, ("by-employer", "By employer", "Employer")),
    ];
    let mut tables = Vec::with_capacity(names.len());
    for (by, names) in names {
        let counted = count_members(app.db.reader(), by, today).await?;
        tables.push(CountTable::new(names, counted, is_public));
    }
    Ok(tables)
}

fn waiting_words(waiting: Waiting, now: Instant) -> String {
    let days = waiting.oldest.map_or(0, |since| (london_date(now) - london_date(since)).num_days());
    let age = match days {
        0 => "since today".to_owned(),
        1 => "for 1 day".to_owned(),
        days => format!("for {days} days"),
    };
    match waiting.applications {
        0 => String::new(),
        1 => format!("1 application has waited {age}."),
        some => format!("{some} applications wait, the oldest {age}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_said_with_the_age_of_the_oldest() {
        let now: Instant = "2026-06-20T12:00:00Z".parse().unwrap();
        let waiting = |applications, since: &str| Waiting { applications, oldest: since.parse().ok() };

        assert_eq!(waiting_words(waiting(0, ""), now), "");
        assert_eq!(waiting_words(waiting(1, "2026-06-20T01:00:00Z"), now), "1 application has waited since today.");
        assert_eq!(
            waiting_words(waiting(3, "2026-06-01T12:00:00Z"), now),
            "3 applications wait, the oldest for 19 days."
        );
    }
}
