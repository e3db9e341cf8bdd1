//! What was saved before, by whom.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use sea_orm::ConnectionTrait;

use super::views::{RevisionRow, RevisionView};
use crate::app::App;
use crate::campaign::queries::{Revision, find_revision, list_revisions};
use crate::campaign::{PostId, find_post};
use crate::kernel::{Unexpected, uk_time};
use crate::members::people;
use crate::web::{PageContext, PageError};

/// One revision, as it was printed and as it was written.
pub async fn show_revision(
    app: Data<App>,
    page: PageContext,
    path: Path<(i64, i32)>,
) -> Result<HttpResponse, PageError> {
    let (id, version) = path.into_inner();
    let db = app.db.reader();
    let post = find_post(db, PostId(id)).await?.ok_or(PageError::NotFound)?;
    let revision = find_revision(db, post.id, version).await?.ok_or(PageError::NotFound)?;
    let names = names(db, std::slice::from_ref(&revision)).await?;
    let view = RevisionView::new(&post, &revision, row(post.id, &revision, &names));
    page.render("admin/news/revision.html", &view)
}

/// Every revision of a post for its page, the newest first.
pub async fn rows(db: &impl ConnectionTrait, id: PostId) -> Result<Vec<RevisionRow>, Unexpected> {
    let revisions = list_revisions(db, id).await?;
    let names = names(db, &revisions).await?;
    Ok(revisions.iter().map(|revision| row(id, revision, &names)).collect())
}

fn row(id: PostId, revision: &Revision, names: &BTreeMap<i64, String>) -> RevisionRow {
    let by = revision.edited_by_id.and_then(|person| names.get(&person).cloned());
    RevisionRow {
        href: format!("/admin/news/{id}/revisions/{}", revision.version),
        version: revision.version,
        by: by.unwrap_or_else(|| "the system".to_owned()),
        saved: uk_time::date_and_time(revision.edited_at),
    }
}

/// The names of those who saved; a post has few editors.
async fn names(db: &impl ConnectionTrait, revisions: &[Revision]) -> Result<BTreeMap<i64, String>, Unexpected> {
    let mut names = BTreeMap::new();
    for id in revisions.iter().filter_map(|revision| revision.edited_by_id) {
        if let Entry::Vacant(slot) = names.entry(id) {
            let person = people::find_person(db, id).await?;
            slot.insert(person.map_or_else(|| "someone whose record is gone".to_owned(), |person| person.name));
        }
    }
    Ok(names)
}
