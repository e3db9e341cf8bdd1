//! `/directory` and `/directory/{reference}`, for members and for those who look after them; `/find-a-member`, for everybody, while
//! at least one member chose to be seen there. Each search is an address that can be kept. Nothing of it is kept by the server or
//! a browser, so whoever hides is gone at once.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};

use super::forms::{filter_address, read_filter};
use super::level::Audience;
use super::queries::{find_listed, is_anybody_public, list_listed, load_entry, region_of};
use super::views::{Facts, ListPage, MemberPage, MemberView};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Permission, Unexpected};
use crate::web::{Page, PageContext, PageError, Pagination, SignedIn, Viewer};

/// Members on a page.
const PAGE_SIZE: u64 = 20;
/// The members' directory.
pub(super) const DIRECTORY: &str = "/directory";
/// The page for everybody.
const PUBLIC: &str = "/find-a-member";

/// Who is looking, among those who are signed in; none for somebody to whom the directory is closed.
pub(super) async fn audience_of(app: &App, viewer: &Viewer) -> Result<Option<Audience>, Unexpected> {
    if viewer.may(Permission::DecideApplications) || viewer.may(Permission::ManageMembers) {
        return Ok(Some(Audience::Trustee));
    }
    if !viewer.is_member {
        return Ok(None);
    }
    Ok(Some(Audience::Member { region: region_of(app.db.reader(), viewer.person_id).await? }))
}

/// GET `/directory`.
pub async fn list_members(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let Some(audience) = audience_of(&app, &me.viewer).await? else {
        // Told why there is nothing here for them; below this page nothing exists for them at all.
        return page.render("members/directory_closed.html", &());
    };
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let facts = Facts {
        path: DIRECTORY,
        is_listed: load_entry(db, me.person_id).await?.is_listed,
        has_public_page: is_anybody_public(db, today).await?,
    };
    let view = list(&app, &audience, &query, facts).await?;
    page.render("members/directory.html", &view)
}

/// GET `/find-a-member`: those who chose to be seen by everybody. There is no such page while nobody did.
pub async fn list_public(
    app: Data<App>,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    if !is_anybody_public(app.db.reader(), london_date(app.now())).await? {
        return Err(PageError::NotFound);
    }
    let facts = Facts { path: PUBLIC, is_listed: false, has_public_page: true };
    let view = list(&app, &Audience::Public, &query, facts).await?;
    page.render("members/directory_public.html", &view)
}

async fn list(
    app: &App,
    audience: &Audience,
    query: &BTreeMap<String, String>,
    facts: Facts,
) -> Result<ListPage, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let filter = read_filter(query, audience);
    let wanted = Page::from_query(query.get("page").map(String::as_str), PAGE_SIZE);
    let (members, total) = list_listed(db, (&filter, audience), wanted, today).await?;
    let pages = Pagination::new(wanted, total, &filter_address(facts.path, &filter));
    Ok(ListPage::new((&filter, audience), members, pages, facts))
}

/// GET `/directory/{reference}`.
pub async fn show_member(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let audience = audience_of(&app, &me.viewer).await?.ok_or(PageError::NotFound)?;
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let (id, shown) = find_listed(db, (&reference, &audience), today).await?.ok_or(PageError::NotFound)?;
    let is_own = id == me.person_id;
    let member = MemberView::new(shown, DIRECTORY);
    let (is_trustee, may_write) = (audience.is_trustee(), me.viewer.is_member && !is_own);
    page.render("members/directory_member.html", &MemberPage { member, is_own, is_trustee, may_write })
}
