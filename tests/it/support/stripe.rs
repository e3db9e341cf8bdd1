//! Paying, as a buyer on the pay page does.

use super::app::TestApp;
use super::page::Page;

/// The checkout session that a redirect leads to.
#[track_caller]
pub fn session_in(location: &str) -> String {
    let id = location.split(['/', '?', '#']).find(|part| part.starts_with("cs_"));
    id.unwrap_or_else(|| panic!("no checkout session in {location:?}")).to_owned()
}

impl TestApp {
    /// Pays by a card that works where `page` redirects to, and gives the path the buyer comes back to. The webhook waits
    /// until the test calls `settle()`.
    pub async fn pay(&self, page: &Page) -> String {
        assert!(page.status.is_redirection(), "{} does not lead to a pay page:\n{}", page.path, page.text());
        let back = self.stripe.pay(&session_in(page.header("location"))).await.unwrap();
        back.strip_prefix(&self.base_url).unwrap_or_else(|| panic!("the way back leads elsewhere: {back}")).to_owned()
    }
}
