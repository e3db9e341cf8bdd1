//! Pages whose words change with the software and not with the data: who we are, what a reviewing officer does, policies.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::web::{PageContext, PageError};

/// The pages below `/about`, by the end of their address.
pub const ABOUT_PAGES: [AboutPage; 2] = [
    AboutPage {
        slug: "what-an-iro-does",
        title: "What an independent reviewing officer does",
        template: "site/about/what_an_iro_does.html",
    },
    AboutPage { slug: "our-aims", title: "Our aims", template: "site/about/our_aims.html" },
];

/// One page below `/about`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AboutPage {
    /// The end of its address.
    pub slug: &'static str,
    /// As links to it say.
    pub title: &'static str,
    #[serde(skip)]
    template: &'static str,
}

/// Addresses outside `/about`, with their templates.
const POLICIES: [(&str, &str); 4] = [
    ("/privacy", "site/policies/privacy.html"),
    ("/cookies", "site/policies/cookies.html"),
    ("/accessibility", "site/policies/accessibility.html"),
    ("/complaints", "site/policies/complaints.html"),
];

/// Addresses of every page of this module, for the sitemap.
pub fn addresses() -> impl Iterator<Item = String> {
    let about = ABOUT_PAGES.iter().map(|page| format!("/about/{}", page.slug));
    let policies = POLICIES.iter().map(|(path, _)| (*path).to_owned());
    std::iter::once("/about".to_owned()).chain(about).chain(policies)
}

#[derive(Serialize)]
struct FixedView {
    pages: [AboutPage; 2],
}

const VIEW: FixedView = FixedView { pages: ABOUT_PAGES };

/// `/about`.
pub async fn show_about(page: PageContext) -> Result<HttpResponse, PageError> {
    page.render_kept("site/about/index.html", &VIEW, None)
}

/// `/about/{page}`.
pub async fn show_about_page(page: PageContext, slug: Path<String>) -> Result<HttpResponse, PageError> {
    let found = ABOUT_PAGES.iter().find(|about| about.slug == slug.as_str()).ok_or(PageError::NotFound)?;
    page.render_kept(found.template, &VIEW, None)
}

/// `/privacy`, `/cookies`, `/accessibility`, `/complaints`.
pub async fn show_policy(page: PageContext) -> Result<HttpResponse, PageError> {
    let (_, template) = POLICIES.iter().find(|(path, _)| *path == page.path).ok_or(PageError::NotFound)?;
    page.render_kept(template, &VIEW, None)
}
