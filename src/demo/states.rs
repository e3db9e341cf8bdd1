//! What the rest of the demo does not show: each state in which a course, a post, a booking, a refund, an invoice or a change can
//! stand, by what people and officers do, on dates of a course of its own, so that nothing here changes the other dates. The page
//! at `/dev/states` says where to see each; a test finds out when one is missing.

mod accounts;
mod catalogue;
mod changes;
mod dates;
mod joining;
mod page;
mod queries;
mod refunds;
mod sales;
mod sights;
mod waiting;

use super::WorldMaker;
use super::bookings::Desk;
use super::members::id_of;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::book_places::Booked;
use crate::bookings::cancel_places::{CancelPlaces, cancel_places};
use crate::bookings::cancellation::CancelledBy;
use crate::kernel::{Instant, Unexpected};
use dates::Dates;

pub use joining::JOINERS;
pub use page::dev_states_routes;
pub use sights::{Sight, sights};

/// Makes them all. It comes before every invoice that is younger than a month, so that numbers and dates rise together.
pub(super) async fn make_states(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    let dates = dates::make_dates(maker, now).await?;
    let scene = Scene {
        desk: Desk { maker, now },
        dates,
        officer: id_of(maker, "dilys.penhaligon").await?,
        treasurer: id_of(maker, "suresh.valliyappan").await?,
        trustee: id_of(maker, "marian.osei").await?,
    };
    accounts::make_accounts(&scene).await?;
    waiting::make_full_date(&scene).await?;
    refunds::make_refunds(&scene).await?;
    changes::make_changes(&scene).await?;
    joining::join_and_book(&scene).await?;
    sales::make_sales(&scene).await?;
    catalogue::make_catalogue(&scene).await
}

/// Where it all happens, and the officers who act.
struct Scene<'a> {
    desk: Desk<'a>,
    dates: Dates,
    officer: i64,
    treasurer: i64,
    trustee: i64,
}

impl Scene<'_> {
    fn app(&self) -> &App {
        self.desk.maker.app
    }

    /// The booker gives up the whole booking.
    async fn cancel_all(&self, booked: &Booked, reason: &str) -> Result<(), Unexpected> {
        let command = CancelPlaces {
            booking_id: booked.booking_id,
            place_ids: Vec::new(),
            by: CancelledBy::Booker,
            actor: Actor::Link,
            expected: None,
            reason: reason.to_owned(),
        };
        cancel_places(self.app(), &command).await?;
        Ok(())
    }
}

/// A refusal in the demo is our fault.
fn said(error: impl std::fmt::Display) -> Unexpected {
    Unexpected::because(error.to_string())
}
