//! Puts together an entry's own page from the database's truth.

use entity::{waiting_entry, waiting_offer};

use super::entry_state::EntryState;
use super::free_seats::FreeSeats;
use super::offer_life::Handing;
use super::offers;
use super::open_list::OpenList;
use super::other_dates::other_dates;
use super::pages::choices;
use super::queries::open_entries;
use super::turns::{Waiting, position_of};
use super::views::{Bookable, EntryView};
use super::wish::{wish_choices, wish_word};
use super::words::{position_words, seats_words};
use crate::app::App;
use crate::bookings::modes::PlaceMode;
use crate::bookings::views::StateTag;
use crate::events::EventView;
use crate::kernel::uk_time::{date_and_time, rfc3339_london};
use crate::kernel::{Instant, Unexpected};
use crate::web::{FieldErrors, FormView};

/// The tag of a state.
pub(super) fn state_tag(state: EntryState) -> StateTag {
    let kind = match state {
        EntryState::Waiting => "strong",
        EntryState::Offered => "caution",
        EntryState::Taken => "done",
        _ => "plain",
    };
    StateTag { label: state.label(), kind }
}

/// The page of one entry.
pub(super) async fn entry_view(
    app: &App,
    (entry, list): (&waiting_entry::Model, &OpenList),
    base: &str,
    errors: &FieldErrors,
) -> Result<EntryView, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let state = EntryState::parse(&entry.state);
    let offer = offers::store::find_open_offer(db, entry.id).await?;
    let is_over = matches!(list.handing, Handing::Ended | Handing::Paused);
    let form = FormView::filled([
        ("places", entry.places.to_string()),
        ("all_together", yes(entry.all_together)),
        ("leaves_for_other_date", yes(entry.leaves_for_other_date)),
        ("mode", wish_word(&entry.mode).to_owned()),
    ]);
    let is_waiting = state == EntryState::Waiting && !is_over;
    Ok(EntryView {
        base: base.to_owned(),
        event: EventView::new(&list.event, now),
        name: entry.name.clone(),
        asked: seats_words(entry.places, PlaceMode::parse(&entry.mode)),
        is_one: entry.places == 1,
        all_together: entry.all_together && entry.places > 1,
        state: state.word(),
        tag: state_tag(state),
        position: if is_waiting && list.sale.shows_waiting_position { position(app, entry).await? } else { None },
        bookable: bookable((entry, state), offer.as_ref(), list, base, now),
        is_open: state.is_open(),
        can_return: matches!(state, EntryState::Expired | EntryState::Declined | EntryState::Withdrawn)
            && !is_over
            && !list.sale.rules.code_only,
        form: is_waiting.then(|| form.with_errors(errors)),
        choices: choices(list.sale.most_places),
        wishes: wish_choices(&list.sale),
        is_of_course: list.event.course.is_some(),
        leaves_for_other_date: entry.leaves_for_other_date,
        others: if is_over || state == EntryState::Taken {
            Vec::new()
        } else {
            other_dates(db, &list.event, now).await?
        },
    })
}

/// What a ticked box sends.
fn yes(is_ticked: bool) -> String {
    if is_ticked { "yes".to_owned() } else { String::new() }
}

async fn position(app: &App, entry: &waiting_entry::Model) -> Result<Option<String>, Unexpected> {
    let (entries, _) = open_entries(app.db.reader(), entry.event_id).await?;
    let waiting: Vec<Waiting> = entries.iter().filter(|one| !one.is_offered).map(|one| one.wish).collect();
    Ok(position_of(entry.id, &waiting).map(position_words))
}

/// What the entry can book now, if anything.
fn bookable(
    (entry, state): (&waiting_entry::Model, EntryState),
    offer: Option<&waiting_offer::Model>,
    list: &OpenList,
    base: &str,
    now: Instant,
) -> Option<Bookable> {
    let wish = PlaceMode::parse(&entry.mode);
    let (free, of_mode) = FreeSeats::of(&list.sale).for_wish(wish);
    let is_sold = !matches!(list.handing, Handing::Ended | Handing::Paused);
    let (kind, seats, until) = match (state, offer) {
        _ if !is_sold => return None,
        (EntryState::Offered, Some(offer)) if now < offer.expires_at => ("offer", offer.seats, Some(offer.expires_at)),
        (EntryState::Offered, Some(offer)) => ("late", offer.seats, None),
        (EntryState::Waiting, _) if list.handing == Handing::FirstCome => {
            ("first_come", std::cmp::min(free, entry.places), None)
        }
        (EntryState::Expired, _) => ("late", std::cmp::min(free, entry.places), None),
        _ => return None,
    };
    (seats > 0).then(|| Bookable {
        kind,
        seats: seats_words(seats, offer.map_or(of_mode, |offer| PlaceMode::parse(&offer.mode))),
        is_one: seats == 1,
        is_fewer: seats < entry.places,
        until: until.map(date_and_time).unwrap_or_default(),
        until_at: until.map(rfc3339_london).unwrap_or_default(),
        href: format!("{base}/booking"),
    })
}
