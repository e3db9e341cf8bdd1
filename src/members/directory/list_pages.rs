//! `/directory` and `/directory/{reference}`: for members only. Each search is an address that can be kept.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};

use super::forms::{filter_address, read_filter};
use super::queries::{find_listed, list_listed, load_entry};
use super::views::{ListPage, MemberPage, MemberView};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::web::{Page, PageContext, PageError, Pagination, SignedIn};

/// Members on a page.
const PAGE_SIZE: u64 = 20;

/// GET `/directory`.
pub async fn list_members(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    if !me.viewer.is_member {
        // Told why there is nothing here for them; below this page nothing exists for them at all.
        return page.render("members/directory_closed.html", &());
    }
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let filter = read_filter(&query);
    let wanted = Page::from_query(query.get("page").map(String::as_str), PAGE_SIZE);
    let (members, total) = list_listed(db, &filter, wanted, today).await?;
    let pages = Pagination::new(wanted, total, &filter_address(&filter));
    let is_listed = load_entry(db, me.person_id).await?.is_listed;
    page.render("members/directory.html", &ListPage::new(&filter, members, pages, is_listed))
}

/// GET `/directory/{reference}`.
pub async fn show_member(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    if !me.viewer.is_member {
        return Err(PageError::NotFound);
    }
    let found = find_listed(app.db.reader(), &reference, london_date(app.now())).await?;
    let (id, shown) = found.ok_or(PageError::NotFound)?;
    let is_own = id == me.person_id;
    page.render("members/directory_member.html", &MemberPage { member: MemberView::from(shown), is_own })
}
