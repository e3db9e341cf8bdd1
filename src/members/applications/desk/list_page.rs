//! The queue: the oldest first, with the days that are left.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};

use super::views::{QueueLine, QueueView, filter_links};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::members::applications::queries::{QueueFilter, list_queue};
use crate::web::{Page, PageContext, PageError, Pagination, Permitted, may};

/// Applications on one page.
const SIZE: u64 = 50;

/// GET `/admin/applications`.
pub async fn list_applications(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::DecideApplications>,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let filter = QueueFilter::parse(query.get("show").map_or("", String::as_str));
    let wanted = Page::from_query(query.get("page").map(String::as_str), SIZE);
    let (rows, total) = list_queue(app.db.reader(), filter, wanted).await?;
    let today = london_date(app.now());
    let view = QueueView {
        filters: filter_links(filter),
        title: filter.label(),
        rows: rows.into_iter().map(|row| QueueLine::new(row, today)).collect(),
        pages: Pagination::new(wanted, total, &format!("/admin/applications?show={}&", filter.word())),
    };
    page.render("admin/applications/list.html", &view)
}
