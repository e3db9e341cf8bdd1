//! `/account/security/second-factor`: which second factor to set up. Officers are led here from the back office.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};

use super::views::ChoicePage;
use super::{held_factors, relying_party};
use crate::app::App;
use crate::web::page::own_path;
use crate::web::{PageContext, PageError, SignedIn};

/// Where people come from and go back to.
pub(super) const HUB: &str = "/account/security";

/// GET `/account/security/second-factor`. Whoever has one already is sent where they wanted to go by way of signing in.
pub async fn show_choice(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let next = next_path(query.get("next").map_or("", String::as_str));
    let held = held_factors(app.db.reader(), signed_in.person_id).await?;
    let view = ChoicePage {
        is_demanded: signed_in.viewer.owes_second_factor,
        has_app: held.app_since.is_some(),
        offers_passkeys: relying_party(&app.settings.base_url).is_some(),
        passkey_href: with_next("/account/security/passkeys/new", &next),
        next,
    };
    page.render("members/factors/choose.html", &view)
}

/// A path of our own, or the hub.
pub(super) fn next_path(typed: &str) -> String {
    own_path(typed).unwrap_or(HUB).to_owned()
}

/// `path` with where to go afterwards.
pub(super) fn with_next(path: &str, next: &str) -> String {
    format!("{path}?{}", serde_urlencoded::to_string([("next", next)]).unwrap_or_default())
}
