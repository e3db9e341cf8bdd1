//! The composition root: every collaborator by name. It may know adapters, never features; server and tests build the
//! same struct with different parts.

use std::sync::Arc;

use actix_web::web::Data;

use crate::bookings::PlaceClaim;
use crate::config::Settings;
use crate::db::Db;
use crate::holidays::KeptHolidays;
use crate::identity::KeptIdentity;
use crate::kernel::{Clock, Instant, LinkKeys, TokenSource};
use crate::notifications::transport::Mailer;
use crate::payments::stripe::Gateway;
use crate::web::Shell;

/// Everything a use case may need; it takes the parts it uses.
pub struct App {
    /// Checked settings.
    pub settings: Settings,
    /// The database.
    pub db: Db,
    /// Read once at the start of a use case.
    pub clock: Arc<dyn Clock>,
    /// References, secrets and codes.
    pub tokens: Arc<dyn TokenSource>,
    /// The charity's identity, as this process last read it.
    pub identity: KeptIdentity,
    /// Which days are worked, as this process last read it.
    pub holidays: KeptHolidays,
    /// Derives personal links (D17).
    pub links: LinkKeys,
    /// Delivers mail.
    pub mailer: Mailer,
    /// Stripe, or none: then people pay by bank transfer (D14).
    pub gateway: Option<Gateway>,
    /// Claims seats; production has one way, a race test puts a careless one in its place.
    pub claim: Arc<dyn PlaceClaim>,
    /// Templates, assets, form tokens, kept pages.
    pub shell: Data<Shell>,
}

impl App {
    /// The instant that counts for what is being done (CLK-7).
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}
