//! Reads the booking terms.

use entity::booking_terms;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;

/// The booking terms in force: their row id and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingTerms {
    /// Row id, kept on the booking (CO-04).
    pub id: i64,
    /// From 1.
    pub version: i32,
    /// Markdown.
    pub words: String,
}

/// The newest terms, or none before set-up.
pub async fn find_current_terms(db: &impl ConnectionTrait) -> Result<Option<BookingTerms>, Unexpected> {
    let row = booking_terms::Entity::find().order_by_desc(booking_terms::Column::Version).one(db).await?;
    Ok(row.map(|row| BookingTerms { id: row.id, version: row.version, words: row.words }))
}

/// The newest terms; set-up must have written one.
pub async fn load_current_terms(db: &impl ConnectionTrait) -> Result<BookingTerms, Unexpected> {
    find_current_terms(db).await?.context("no booking terms have been set up")
}

/// The terms a booking was made under.
pub async fn load_terms(db: &impl ConnectionTrait, id: i64) -> Result<BookingTerms, Unexpected> {
    let row = booking_terms::Entity::find_by_id(id).one(db).await?.context("a booking's terms are missing")?;
    Ok(BookingTerms { id: row.id, version: row.version, words: row.words })
}
