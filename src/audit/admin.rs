//! The audit trail in the back office: who did what, when and why, with values before and after; and the check of the chain.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::queries::{AuditFilter, list_entries, people_named, subject_kinds};
use super::seal::verify_chain;
use super::views::{AuditView, chain_view, entry_view, kind_option};
use crate::app::App;
use crate::kernel::PersonName;
use crate::web::{FormView, Page, PageContext, PageError, Pagination};

/// Entries a page.
const SIZE: u64 = 50;

/// The filter as it stands in the address. Anything odd in it is passed over.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct AuditQuery {
    /// A kind of thing, or empty.
    #[serde(default)]
    subject_kind: String,
    /// An id, or empty.
    #[serde(default)]
    subject_id: String,
    /// Part of a name, or a person's id.
    #[serde(default)]
    person: String,
    /// From 1.
    #[serde(default, skip_serializing)]
    page: Option<String>,
}

/// The list.
pub async fn list_audit(
    app: Data<App>,
    page: PageContext,
    query: Query<AuditQuery>,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let filter = AuditFilter {
        subject_kind: some(&query.subject_kind).map(str::to_owned),
        subject_id: some(&query.subject_id).and_then(|text| text.parse().ok()),
        people: match some(&query.person) {
            None => None,
            Some(text) => Some(people_of(db, text).await?),
        },
        subjects: None,
    };
    let asked = Page::from_query(query.page.as_deref(), SIZE);
    let (entries, total) = list_entries(db, &filter, asked).await?;
    let filter_words = serde_urlencoded::to_string(&*query).map_err(PageError::from_error)?;
    let fields = [("subject_kind", &query.subject_kind), ("subject_id", &query.subject_id), ("person", &query.person)];
    let view = AuditView {
        form: FormView::filled(fields.map(|(name, value)| (name, value.as_str()))),
        kinds: subject_kinds(db).await?.into_iter().map(kind_option).collect(),
        entries: entries.into_iter().map(entry_view).collect(),
        pages: Pagination::new(asked, total, &format!("/admin/audit?{filter_words}&")),
        is_filtered: filter != AuditFilter::default(),
    };
    page.render("admin/audit/list.html", &view)
}

/// Walks the chain of seals and says whether it holds.
pub async fn show_chain(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let report = verify_chain(app.db.reader()).await?;
    if let Some(broken) = &report.broken {
        tracing::error!(?broken, "the audit chain is broken");
    }
    page.render("admin/audit/chain.html", &chain_view(report))
}

fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

async fn people_of(db: &impl sea_orm::ConnectionTrait, text: &str) -> Result<Vec<i64>, PageError> {
    if let Ok(id) = text.parse() {
        return Ok(vec![id]);
    }
    match PersonName::parse(text) {
        Ok(name) => Ok(people_named(db, &name.folded()).await?),
        Err(_) => Ok(Vec::new()),
    }
}
