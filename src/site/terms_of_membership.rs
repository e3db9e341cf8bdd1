//! `/about/terms-of-membership`: the terms that a payment made now would accept. What was paid for stays under its own version.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::members::membership::find_current_terms;
use crate::web::markdown::to_safe_html;
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct TermsView {
    version: i32,
    words_html: String,
}

/// The page.
pub async fn show_terms_of_membership(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let terms = find_current_terms(app.db.reader()).await?.ok_or(PageError::NotFound)?;
    let view = TermsView { version: terms.version, words_html: to_safe_html(&terms.words) };
    page.render_kept("site/about/terms_of_membership.html", &view, None)
}
