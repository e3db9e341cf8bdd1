//! What every page needs and no feature owns, shared by all workers.

use std::sync::Arc;

use super::assets::Assets;
use super::cookies::CookieNames;
use super::csrf::CsrfKeys;
use super::kept_pages::KeptPages;
use super::metrics::Metrics;
use super::render::Templates;
use crate::kernel::Clock;

/// The shell's collaborators, given to actix as `Data<Shell>`.
pub struct Shell {
    /// The loaded templates.
    pub templates: Arc<Templates>,
    /// Files of the front end, embedded in the binary.
    pub assets: Arc<Assets>,
    /// Signs tokens and flash messages.
    pub csrf: CsrfKeys,
    /// Cookie names and flags by the base URL's scheme (D24).
    pub cookies: CookieNames,
    /// Public pages kept as bytes (D22).
    pub kept: KeptPages,
    /// Figures of this process.
    pub metrics: Metrics,
    /// The clock kept pages and cookies live by.
    pub clock: Arc<dyn Clock>,
    /// Absolute address of the site, without a slash at the end.
    pub base_url: String,
    /// Where forms may lead besides ourselves: the payment gateway's origin (D23).
    pub form_targets: Vec<String>,
    /// Says "demonstration" on every page.
    pub is_demo: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
}
