//! The waiting list's part of the booking form: whose seats the form is for, and what to do when there are fewer than people on
//! it (GRP-10). The token in the form is checked here; what is kept is decided when the booking is made.

use serde::Serialize;

use super::entry_page::open;
use super::entry_state::EntryState;
use super::offers;
use super::words::{places_words, seats_words};
use crate::app::App;
use crate::bookings::book_places::{RestWaits, SeatsFrom};
use crate::bookings::modes::PlaceMode;
use crate::bookings::sale::EventSale;
use crate::kernel::uk_time::date_and_time;
use crate::web::{PageError, Posted};

/// The fields of the booking form that belong to waiting.
#[derive(Clone, Debug, Default)]
pub struct WaitingFields {
    /// The token of the entry whose seats are booked, or empty.
    pub token: String,
    /// How many of the group wait.
    pub rest: i32,
    /// They wait for all their places together or none.
    pub rest_together: bool,
    /// How many seats were left when the form was refused.
    pub left: Option<i32>,
}

/// As many as one form can put on the list.
const MOST_WAITING: i32 = 40;

impl WaitingFields {
    /// The form for the seats of an entry.
    pub fn of_entry(token: &str) -> Self {
        Self { token: token.to_owned(), ..Self::default() }
    }

    /// Reads what was sent.
    pub fn read(posted: &Posted) -> Self {
        let rest: i32 = posted.get("waiting_rest").parse().unwrap_or(0);
        Self {
            token: posted.get("waiting_token").to_owned(),
            rest: rest.clamp(0, MOST_WAITING),
            rest_together: posted.has("waiting_together"),
            left: None,
        }
    }

    /// Those of the group who wait, if any.
    pub fn rest_waits(&self) -> Option<RestWaits> {
        let rest = RestWaits { places: self.rest, all_together: self.rest_together && self.rest > 1 };
        (self.rest > 0).then_some(rest)
    }

    /// More of the group wait.
    pub fn add_to_rest(&mut self, more: usize) {
        self.rest = (self.rest + i32::try_from(more).unwrap_or(MOST_WAITING)).clamp(0, MOST_WAITING);
    }
}

/// Whose seats a sent form is for; 404 for a token that opens nothing.
pub async fn seats_of(app: &App, fields: &WaitingFields) -> Result<SeatsFrom, PageError> {
    if fields.token.is_empty() {
        return Ok(SeatsFrom::Public);
    }
    let (entry, _) = open(app, &fields.token).await?;
    Ok(SeatsFrom::WaitingList { entry_id: entry.id })
}

/// What the booking form says about waiting.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WaitingPart {
    /// Sent back with the form; empty for an ordinary booking.
    pub token: String,
    /// "2 places are kept for you until …"; empty for an ordinary booking.
    pub kept_words: String,
    /// The entry's own page.
    pub entry_href: String,
    /// How many of the group wait already.
    pub rest: i32,
    /// The same in words.
    pub rest_words: String,
    /// They wait together or not at all.
    pub rest_together: bool,
    /// So many are left for more people: offers to let the others wait.
    pub split: Option<SplitView>,
    /// Nothing is left.
    pub is_full: bool,
    /// Where to wait when nothing is left; empty otherwise, and where there is no public list.
    pub join_href: String,
    /// Most people that the form may hold because of what is kept, or 0.
    #[serde(skip)]
    pub most: i32,
}

/// More people than seats (GRP-10).
#[derive(Clone, Debug, Serialize)]
pub struct SplitView {
    /// How many can be booked.
    pub left: i32,
    /// In words.
    pub left_words: String,
    /// How many would wait, in words.
    pub over_words: String,
}

/// The part for a form that holds `people`.
pub async fn waiting_part(
    app: &App,
    fields: &WaitingFields,
    (sale, slug): (&EventSale, &str),
    people: usize,
) -> Result<WaitingPart, PageError> {
    let mut part = WaitingPart {
        token: fields.token.clone(),
        rest: fields.rest,
        rest_words: places_words(fields.rest),
        rest_together: fields.rest_together,
        ..WaitingPart::default()
    };
    if !fields.token.is_empty() {
        let (entry, _) = open(app, &fields.token).await?;
        let offer = offers::store::find_open_offer(app.db.reader(), entry.id).await?;
        let is_offered = entry.state == EntryState::Offered.word();
        part.entry_href = format!("/waiting-list/{}", fields.token);
        part.most = offer.as_ref().filter(|_| is_offered).map_or(entry.places, |offer| offer.seats);
        part.kept_words = match offer.filter(|_| is_offered) {
            Some(offer) => {
                let seats = seats_words(offer.seats, PlaceMode::parse(&offer.mode));
                let are = if offer.seats == 1 { "is" } else { "are" };
                format!("{seats} {are} kept for you until {}.", date_and_time(offer.expires_at))
            }
            None => "The free places go to whoever books first.".to_owned(),
        };
        return Ok(part);
    }
    let left = fields.left.unwrap_or_else(|| sale.places_left());
    let people = i32::try_from(people).unwrap_or(i32::MAX);
    if left <= 0 {
        part.is_full = true;
        if sale.rules.code_only {
            return Ok(part);
        }
        part.join_href = format!("/events/{slug}/waiting-list/new?places={}", people.clamp(1, sale.most_places));
    } else if fields.left.is_some() && people > left {
        part.split = Some(SplitView {
            left,
            left_words: places_words(left),
            over_words: places_words(people.saturating_sub(left)),
        });
    }
    Ok(part)
}
