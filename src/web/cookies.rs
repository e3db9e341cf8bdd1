//! Cookie names and flags follow the base URL's scheme: `__Host-` and Secure on https, plain names in `demo` (D24).

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// Makes our cookies; all HttpOnly, SameSite=Lax, Path=/.
#[derive(Clone, Debug)]
pub struct CookieNames {
    secure: bool,
}

impl CookieNames {
    /// `base_url` decides; only `demo` and tests use http.
    pub fn for_base_url(base_url: &str) -> Self {
        Self { secure: base_url.starts_with("https://") }
    }

    fn name(&self, short: &str) -> String {
        if self.secure { format!("__Host-nairo-{short}") } else { format!("nairo-{short}") }
    }

    /// The sign-in session.
    pub fn session(&self) -> String {
        self.name("session")
    }

    /// Binds form tokens before anyone signs in.
    pub fn pre_session(&self) -> String {
        self.name("visit")
    }

    /// One message for the next page.
    pub fn flash(&self) -> String {
        self.name("flash")
    }

    /// How far somebody has come in signing in: the address, signed.
    pub fn sign_in(&self) -> String {
        self.name("sign-in")
    }

    /// A device on which somebody signed in before, signed; gives no access, only its own rate limit (S6).
    pub fn device(&self) -> String {
        self.name("device")
    }

    /// A cookie that ends with the browser session unless `max_age` is given.
    pub fn make(&self, name: String, value: String, max_age: Option<Duration>) -> Cookie<'static> {
        let mut cookie =
            Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(self.secure).finish();
        cookie.set_max_age(max_age);
        cookie
    }

    /// A cookie that removes `name`.
    pub fn removal(&self, name: String) -> Cookie<'static> {
        self.make(name, String::new(), Some(Duration::ZERO))
    }
}
