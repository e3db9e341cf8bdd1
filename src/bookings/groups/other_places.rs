//! What a signed-in booker should know before booking: that they have a place on the date already (DUP-1), or another at the
//! same time (DUP-2). Only their own places are ever named here.

use serde::Serialize;

use super::queries::{OwnPlace, overlapping_places, places_on};
use crate::app::App;
use crate::events::EventDetails;
use crate::kernel::Unexpected;

/// The booker's other places, for the booking form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OtherPlaces {
    /// Places they have on this date.
    pub same_date: Vec<PlaceElsewhere>,
    /// Places on other dates at the same time.
    pub same_time: Vec<PlaceElsewhere>,
}

/// A place the booker has.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceElsewhere {
    /// The event's title.
    pub title: String,
    /// The booking's reference.
    pub reference: String,
    /// The booking's page; empty when somebody else booked.
    pub href: String,
}

impl From<OwnPlace> for PlaceElsewhere {
    fn from(place: OwnPlace) -> Self {
        let href = if place.is_booker { format!("/bookings/{}", place.reference) } else { String::new() };
        Self { title: place.title, reference: place.reference, href }
    }
}

/// What `person_id` has beside `event`.
pub async fn other_places(app: &App, event: &EventDetails, person_id: i64) -> Result<OtherPlaces, Unexpected> {
    let db = app.db.reader();
    let same_time = async {
        match event.starts_at().zip(event.ends_at()) {
            Some((starts, ends)) => overlapping_places(db, person_id, (event.id.0, starts, ends)).await,
            None => Ok(Vec::new()),
        }
    };
    let (same_date, same_time) = tokio::try_join!(places_on(db, person_id, event.id.0), same_time)?;
    Ok(OtherPlaces {
        same_date: same_date.into_iter().map(PlaceElsewhere::from).collect(),
        same_time: same_time.into_iter().map(PlaceElsewhere::from).collect(),
    })
}
