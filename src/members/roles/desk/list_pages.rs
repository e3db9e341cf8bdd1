//! `/admin/roles`: who holds what, from when to when; and finding the person a role is for.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};

use super::forms::given_roles;
use super::queries::{Grant, grants, search_people};
use super::views::{FoundView, GrantView, OfficeView, RolesPage, SearchPage, person_path, state_of, what_it_is};
use crate::app::App;
use crate::kernel::{PersonName, uk_time};
use crate::web::{FormView, PageContext, PageError, Permitted, may};

/// How many ended grants the list shows; the audit trail has all.
const PAST_SHOWN: usize = 50;

/// GET `/admin/roles`.
pub async fn list_roles(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageRoles>,
) -> Result<HttpResponse, PageError> {
    let today = uk_time::london_date(app.now());
    let all = grants(app.db.reader(), None).await?;
    let (past, live): (Vec<Grant>, Vec<Grant>) = all.into_iter().partition(|grant| state_of(grant, today) == "over");
    let offices = given_roles().map(|role| OfficeView {
        label: role.label(),
        what: what_it_is(role),
        grants: live.iter().filter(|grant| grant.role == role).map(|grant| GrantView::new(grant, today)).collect(),
    });
    let view = RolesPage {
        offices: offices.collect(),
        past: past.iter().take(PAST_SHOWN).map(|grant| GrantView::new(grant, today)).collect(),
        form: FormView::blank(&["q"]),
    };
    page.render("admin/roles/list.html", &view)
}

/// GET `/admin/roles/people?q=`: by part of a name or of an address.
pub async fn find_people(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageRoles>,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let typed = query.get("q").map_or("", |text| text.trim());
    // Folded as names and addresses are. What a pattern would read as a placeholder is no part of either worth asking for.
    let folded = PersonName::parse(typed).map(|name| name.folded().replace(['%', '_'], "")).unwrap_or_default();
    let people = if folded.is_empty() { Vec::new() } else { search_people(app.db.reader(), &folded).await? };
    let people = people.into_iter().map(|found| FoundView {
        href: person_path(&found.reference),
        name: found.name,
        email: found.email,
    });
    let form = FormView::filled([("q", typed)]);
    page.render("admin/roles/search.html", &SearchPage { form, asked: !typed.is_empty(), people: people.collect() })
}
