//! Quotes and enquiries in words that emails and pages share.

use entity::in_house_enquiry;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::quote::{LineKind, QuoteContent};
use crate::events::courses::queries::find_course;
use crate::events::{CourseId, EventMode};
use crate::identity::load_identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::VatTreatment;

/// A line of a quote, as the `email_amounts` component and the pages take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineWords {
    /// What for.
    pub name: String,
    /// "2 × £45.50", and VAT where it is in the price; empty for one of something.
    pub why: String,
    /// What it comes to.
    pub amount: String,
}

/// The lines of a quote in words. Only a charity that is registered for VAT speaks of it (AC-01).
pub fn line_words(content: &QuoteContent, is_vat_registered: bool) -> Vec<LineWords> {
    let lines = content.lines.iter().map(|line| {
        let count = (line.quantity != 1).then(|| format!("{} × {}", line.quantity, line.unit));
        let vat = (is_vat_registered && line.vat == VatTreatment::Standard).then(|| "VAT included".to_owned());
        LineWords {
            name: match line.kind {
                _ if line.description.is_empty() => line.kind.label().to_owned(),
                LineKind::Other => line.description.clone(),
                kind => format!("{}: {}", kind.label(), line.description),
            },
            why: [count, vat].into_iter().flatten().collect::<Vec<_>>().join(", "),
            amount: line.amount().to_string(),
        }
    });
    lines.collect()
}

/// Whether the charity is registered for VAT on the day of `now`.
pub async fn is_vat_registered(db: &impl ConnectionTrait, now: Instant) -> Result<bool, Unexpected> {
    let identity = load_identity(db).await?;
    Ok(identity.is_some_and(|identity| identity.vat_number_on(london_date(now)).is_some()))
}

/// What an enquiry is about: the course's title, or the topic typed.
pub async fn title_of(db: &impl ConnectionTrait, enquiry: &in_house_enquiry::Model) -> Result<String, Unexpected> {
    let Some(id) = enquiry.course_id else { return Ok(enquiry.topic.clone()) };
    let course = find_course(db, CourseId(id)).await?;
    Ok(course.map_or_else(|| enquiry.topic.clone(), |course| course.content.title))
}

/// How training is wanted, in words.
pub fn wanted_mode_label(word: &str) -> &'static str {
    match word {
        "online" => "By video",
        "in_person" => "On our premises",
        _ => "Either",
    }
}

/// How training is given, for an authority.
pub fn mode_words(mode: EventMode) -> &'static str {
    match mode {
        EventMode::Online => "By video",
        EventMode::InPerson => "At your premises",
        EventMode::Hybrid => "At your premises, and by video",
    }
}
