//! The demo world: a small association that looks used, made by calling the same use cases that pages call, with a clock that
//! travels. People are invented; dates to come are reckoned from today, dates gone by are the association's real ones.

mod addresses;
mod applications;
mod bookings;
mod changes;
mod course_words;
mod courses;
pub mod dev_people;
mod directory;
mod groups;
mod hybrid;
mod identity;
mod in_house;
mod invoices;
mod members;
mod membership_types;
mod money;
mod news;
mod past_years;
mod payouts;
pub mod people;
mod prices;
pub mod queries;
mod questions;
mod registrations;
mod series;
mod states;
mod travelling_clock;
mod waiting;

use sea_orm::ConnectionTrait;

use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Clock, Instant, SystemClock, Unexpected, uk_time};
use crate::stripe_sandbox::Sandbox;

pub use states::{Sight, dev_states_routes, sights};
pub use travelling_clock::TravellingClock;

/// What the demo world is made with.
pub struct WorldMaker<'a> {
    /// The product, on an empty database.
    pub app: &'a App,
    /// The clock that `app` and `stripe` live by.
    pub clock: &'a TravellingClock,
    /// Where the demo's people pay.
    pub stripe: &'a Sandbox,
}

impl WorldMaker<'_> {
    /// Makes everything. When it fails half-way, the next start finds out and begins again.
    pub async fn make(&self) -> Result<(), Unexpected> {
        let made = self.make_away().await;
        self.clock.come_home();
        made
    }

    async fn make_away(&self) -> Result<(), Unexpected> {
        let now = SystemClock.now();
        let today = uk_time::london_date(now);
        self.app.db.write_tx(async |tx| note(tx, queries::BEGUN, now).await).await?;
        identity::save(self.app, now).await?;
        people::make_people(self.app, now).await?;
        let dates = courses::make_programme(self.app, self.clock, today).await?;
        // Before everything else that is invoiced: invoices are numbered in the order of their making.
        in_house::make_enquiries(self, now).await?;
        states::make_states(self, now).await?;
        groups::make_group(self, dates.open, now).await?;
        bookings::make_bookings(self, dates, now).await?;
        invoices::make_invoices(self, dates.later, now).await?;
        questions::make_questions(self, dates, now).await?;
        series::make_series(self, dates, now).await?;
        changes::make_changes(self, dates, now).await?;
        hybrid::make_hybrid(self, now).await?;
        applications::make_applications(self, now).await?;
        members::make_members(self, now).await?;
        prices::make_prices(self, now).await?;
        directory::make_entries(self.app, now).await?;
        past_years::give_employers(self.app, now).await?;
        addresses::give_addresses(self).await?;
        registrations::make_checks(self, now).await?;
        payouts::pay_out(self, now).await?;
        news::publish_news(self.app, self.clock, today).await?;
        self.app.db.write_tx(async |tx| note(tx, queries::LOADED, now).await).await
    }
}

async fn note(tx: &impl ConnectionTrait, action: &str, now: Instant) -> Result<(), Unexpected> {
    let entry =
        Entry { actor: Actor::System, action, subject_kind: "demo_world", subject_id: 1, reason: None, values: None };
    Ok(audit::record(tx, entry, now).await?)
}
