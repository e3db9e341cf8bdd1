//! The page at hand: who is looking, which token its forms carry, what it says at the top; and how it is rendered.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use chrono::Datelike;
use serde::Serialize;

use super::access::{Viewer, viewer_of};
use super::client_address::client_address;
use super::flash::Flash;
use super::kept_pages::Keep;
use super::page_error::PageError;
use super::shell::Shell;
use super::site_identity::SiteIdentity;
use crate::kernel::Instant;
use crate::kernel::uk_time;

/// An extractor: everything a handler needs to answer with a page.
#[derive(Clone)]
pub struct PageContext {
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The charity, as printed in the footer.
    pub identity: Arc<SiteIdentity>,
    /// The path asked for.
    pub path: String,
    /// The client's address, for rate limits.
    pub client: String,
    /// The shell's collaborators.
    pub shell: web::Data<Shell>,
    visit: Option<String>,
    flash: Option<Flash>,
    has_cookies: bool,
}

/// What templates see as `page`.
#[derive(Serialize)]
struct PageModel<'a> {
    path: &'a str,
    csrf: &'a str,
    lang: &'static str,
    base_url: &'a str,
    flash: Option<&'a Flash>,
    viewer: Option<&'a Viewer>,
    identity: &'a SiteIdentity,
    is_demo: bool,
    year: i32,
}

impl PageContext {
    /// Reads the page's context from a request that has passed the session middleware.
    pub fn of(request: &HttpRequest) -> Result<Self, PageError> {
        let shell = request
            .app_data::<web::Data<Shell>>()
            .cloned()
            .ok_or_else(|| PageError::unexpected("the shell is not set up"))?;
        let cookie = |name: String| request.cookie(&name).map(|cookie| cookie.value().to_owned());
        let flash = cookie(shell.cookies.flash())
            .and_then(|signed| shell.csrf.open("flash", &signed))
            .and_then(|text| serde_json::from_str(&text).ok());
        Ok(Self {
            viewer: viewer_of(request),
            identity: request.extensions().get::<Arc<SiteIdentity>>().cloned().unwrap_or_default(),
            path: request.path().to_owned(),
            client: client_address(request, &shell.trusted_proxies),
            visit: cookie(shell.cookies.pre_session()),
            has_cookies: request.headers().contains_key(header::COOKIE),
            flash,
            shell,
        })
    }

    /// A 200 page with this view.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<HttpResponse, PageError> {
        self.render_with(StatusCode::OK, template, view)
    }

    /// A page with another status: 422 for a form with errors, 409 when the rules say no.
    pub fn render_with(
        &self,
        status: StatusCode,
        template: &str,
        view: &impl Serialize,
    ) -> Result<HttpResponse, PageError> {
        let (visit, is_new) = match &self.visit {
            Some(visit) => (visit.clone(), false),
            None => (self.shell.csrf.new_visit(), true),
        };
        let body = self.body(template, view, &self.shell.csrf.token(&visit))?;
        let mut response = html(status, body);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
        let cookies = &self.shell.cookies;
        if is_new {
            response.add_cookie(&cookies.make(cookies.pre_session(), visit, None)).map_err(PageError::from_error)?;
        }
        if self.flash.is_some() {
            response.add_cookie(&cookies.removal(cookies.flash())).map_err(PageError::from_error)?;
        }
        Ok(response)
    }

    /// A public page without forms. For a visitor without cookies it is kept as bytes until `valid_until` (D22).
    pub fn render_kept(
        &self,
        template: &str,
        view: &impl Serialize,
        valid_until: Option<Instant>,
    ) -> Result<HttpResponse, PageError> {
        if self.has_cookies {
            return self.render(template, view);
        }
        let mut response = html(StatusCode::OK, self.body(template, view, "")?);
        response.extensions_mut().insert(Keep { valid_until });
        Ok(response)
    }

    /// 303 to one of our own paths.
    pub fn redirect(&self, to: &str) -> HttpResponse {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, to))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()
    }

    /// 303 with one message for the next page.
    pub fn redirect_with(&self, flash: &Flash, to: &str) -> HttpResponse {
        let mut response = self.redirect(to);
        let text = serde_json::to_string(flash).unwrap_or_default();
        let cookies = &self.shell.cookies;
        let cookie = cookies.make(cookies.flash(), self.shell.csrf.sign("flash", &text), None);
        if response.add_cookie(&cookie).is_err() {
            tracing::error!("a flash message does not fit a cookie");
        }
        response
    }

    fn body(&self, template: &str, view: &impl Serialize, csrf: &str) -> Result<String, PageError> {
        let model = PageModel {
            path: &self.path,
            csrf,
            lang: "en-GB",
            base_url: &self.shell.base_url,
            flash: self.flash.as_ref(),
            viewer: self.viewer.as_ref(),
            identity: &self.identity,
            is_demo: self.shell.is_demo,
            year: uk_time::london_date(self.shell.clock.now()).year(),
        };
        Ok(self.shell.templates.render(template, &[("page", &model), ("view", view_ref(&view))])?)
    }
}

/// `&&T` as a trait object: a reference to a reference is sized whatever `T` is.
fn view_ref<'a, T: Serialize>(view: &'a &T) -> &'a dyn super::render::erased::Value
where
    &'a T: Serialize,
{
    view
}

fn html(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).body(body)
}

impl FromRequest for PageContext {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// A path of our own, fit for a redirect: begins with one slash, no scheme, no control characters.
pub fn own_path(text: &str) -> Option<&str> {
    let good = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n', '\t', '\0']);
    good.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn redirects_stay_on_our_own_site() {
        for good in ["/", "/events", "/account?x=1"] {
            assert_eq!(own_path(good), Some(good));
        }
        for bad in [
            "",
            "events",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: x",
            "/\t/evil",
        ] {
            assert_eq!(own_path(bad), None, "{bad:?}");
        }
    }
}
