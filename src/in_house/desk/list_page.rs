//! `/admin/in-house`: enquiries by state and age.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Serialize;

use super::views::{Due, due};
use crate::app::App;
use crate::in_house::enquiry_state::EnquiryState;
use crate::in_house::queries::{Filter, list_enquiries};
use crate::in_house::quote_words::title_of;
use crate::kernel::uk_time::{london_date, long_date};
use crate::web::{Page, PageContext, PageError, Pagination};

const ROWS_A_PAGE: u64 = 30;

#[derive(Serialize)]
struct ListView {
    filters: Vec<FilterLink>,
    title: String,
    rows: Vec<Row>,
    pages: Pagination,
}

#[derive(Serialize)]
struct FilterLink {
    label: &'static str,
    href: String,
    is_current: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    organisation: String,
    reference: String,
    title: String,
    attendees: i32,
    received: String,
    age: String,
    state: &'static str,
    state_kind: &'static str,
    due: Option<Due>,
}

/// GET `/admin/in-house?show=`.
pub async fn list_all(
    app: Data<App>,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let filter = Filter::parse(query.get("show").map(String::as_str).unwrap_or_default());
    let at = Page::from_query(query.get("page").map(String::as_str), ROWS_A_PAGE);
    let (enquiries, total) = list_enquiries(db, filter, at).await?;
    let today = london_date(now);
    let mut rows = Vec::new();
    for enquiry in enquiries {
        let state = EnquiryState::parse(&enquiry.state).unwrap_or(EnquiryState::Lost);
        let days = (today - london_date(enquiry.received_at)).num_days();
        rows.push(Row {
            href: format!("/admin/in-house/{}", enquiry.reference),
            title: title_of(db, &enquiry).await?,
            attendees: enquiry.attendees,
            received: long_date(london_date(enquiry.received_at)),
            age: age_words(days),
            state: state.label(),
            state_kind: state.tag(),
            due: due(&enquiry, now),
            organisation: enquiry.organisation_name,
            reference: enquiry.reference,
        });
    }
    let view = ListView {
        filters: filters(filter),
        title: label(filter).to_owned(),
        rows,
        pages: Pagination::new(at, total, &format!("/admin/in-house?show={}&", filter.word())),
    };
    page.render("admin/in_house/list.html", &view)
}

fn filters(current: Filter) -> Vec<FilterLink> {
    let open = EnquiryState::ALL.into_iter().filter(|state| !state.is_closed()).map(Filter::In);
    let all = std::iter::once(Filter::Open).chain(open).chain([Filter::Closed]);
    let link = |filter: Filter| FilterLink {
        label: label(filter),
        href: format!("/admin/in-house?show={}", filter.word()),
        is_current: filter == current,
    };
    all.map(link).collect()
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::Open => "All that is open",
        Filter::Closed => "At its end",
        Filter::In(state) => state.label(),
    }
}

fn age_words(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}
