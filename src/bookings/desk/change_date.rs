//! Changes a date and how it is sold, over the version the officer saw. Seats may be lowered below what is taken after a
//! warning (HLD-8); a date that people have booked keeps its prices, and is moved only after the officer has seen whom that
//! concerns: they are told, and may choose (REF-13).

use serde_json::{Value, json};

use super::add_date::audit_values;
pub use super::change_date_error::ChangeDateError;
use super::copy_date::sale_of;
use super::early_fields::TypedEarly;
use super::forms::{FACILITATOR_ROWS, TypedDate};
use super::sale_fields::TypedSale;
use super::store;
use super::write_limits::write_limits;
use super::write_minimum::write_minimum;
use super::write_rules::write_rules;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::discounts::offers::EarlyBird;
use crate::bookings::modes::write_pools;
use crate::bookings::organiser_move::note_change::note_change;
use crate::bookings::organiser_move::preview::{NoticePreview, preview_notice};
use crate::bookings::sale::{EventSale, find_sale, set_early_bird, smallest};
use crate::bookings::set_up_sale::{NewSale, set_capacity};
use crate::db::Tx;
use crate::events::{EventContent, EventDetails, EventId, Facilitator, load_event, set_venue, update_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// The command.
#[derive(Clone, Debug)]
pub struct ChangeDate {
    /// Which date.
    pub event_id: EventId,
    /// The version the form was filled from.
    pub version: i32,
    /// What was typed.
    pub typed: TypedDate,
    /// The officer knows that fewer seats than are taken remain.
    pub fewer_seats_ok: bool,
    /// The officer has seen who is told of it; none before.
    pub notice: Option<NoticeConfirmed>,
    /// The officer.
    pub officer_id: i64,
}

/// What the officer confirmed about the notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeConfirmed {
    /// Why, for everybody who has booked; may be empty when only details change.
    pub reason: String,
    /// How many places the preview showed.
    pub places: usize,
}

/// What was changed, as far as the officer must hear of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateChanged {
    /// People have booked, and are told of it.
    pub is_told: bool,
}

/// Writes everything in one transaction, or says why not and writes nothing.
pub async fn change_date(app: &App, command: &ChangeDate) -> Result<DateChanged, ChangeDateError> {
    let now = app.now();
    app.db.write_tx(async |tx| change_in(tx, command, now).await).await
}

/// The same in the caller's transaction; whatever is refused must end that.
pub(in crate::bookings) async fn change_in(
    tx: &Tx,
    command: &ChangeDate,
    now: Instant,
) -> Result<DateChanged, ChangeDateError> {
    let (id, by) = (command.event_id, Actor::Person(command.officer_id));
    let typed = &command.typed;
    let before = find_sale(tx, id.0).await?.context("a date has no sale")?;
    // The seats are written first: whoever is booking now has to wait, and what is read after that stays true.
    set_capacity(tx, id.0, typed.sale.capacity).await?;
    let taken = find_sale(tx, id.0).await?.map_or(before.taken, |sale| sale.taken);
    write_limits(tx, id, &typed.limits, (by, now)).await?;
    check_seats(&before, smallest(typed.sale.capacity, &typed.limits), taken, command.fewer_seats_ok)?;
    let event = load_event(tx, id).await?;
    write_pools(tx, (id, event.mode), typed.pools, command.fewer_seats_ok, (by, now)).await?;
    let content = new_content(&event, typed);
    let has_bookings = taken > 0;
    let preview = preview_notice(tx, (&event, &before), &content, now).await?;
    check_notice(&preview, &content, before.prices.is_free(), command.notice.as_ref())?;
    write_sale_changes(tx, (id, &before), &typed.sale, has_bookings, (by, now)).await?;
    write_early_bird(tx, (id, &before), typed.early, (by, now)).await?;
    write_rules(tx, (id, before.rules, typed.rules), (by, now)).await?;
    write_minimum(tx, (id, event.run, has_bookings), typed.minimum, (by, now)).await?;
    update_event(tx, (id, command.version), content, by, now).await?;
    set_venue(tx, id, &typed.venue_details, by, now).await?;
    let is_told = preview.bookings > 0 && preview.meaning.is_told;
    if is_told || event.is_published() && preview.meaning.moves_time {
        let after = load_event(tx, id).await?;
        let reason = command.notice.as_ref().map_or("", |notice| notice.reason.as_str());
        note_change(tx, (&event, &after), reason, (by, now)).await?;
    }
    Ok(DateChanged { is_told })
}

/// Who has booked is told of nothing that the officer has not looked at (REF-13, RMD-12).
fn check_notice(
    preview: &NoticePreview,
    content: &EventContent,
    is_free: bool,
    notice: Option<&NoticeConfirmed>,
) -> Result<(), ChangeDateError> {
    if preview.bookings == 0 || !preview.meaning.is_told {
        return Ok(());
    }
    let is_sellable = content.when.known_day().is_some() && (is_free || content.when.starts_at().is_some());
    if preview.meaning.moves_time && !is_sellable {
        return Err(ChangeDateError::NeedsNewDate);
    }
    let Some(notice) = notice.filter(|notice| notice.places == preview.places) else {
        return Err(ChangeDateError::TellFirst(Box::new(preview.clone())));
    };
    if notice.reason.is_empty() && (preview.meaning.moves_time || preview.meaning.gives_choice) {
        return Err(ChangeDateError::ReasonMissing(Box::new(preview.clone())));
    }
    Ok(())
}

/// HLD-8: allowed after a warning, and only a lowering needs one.
fn check_seats(before: &EventSale, capacity: i32, taken: i32, is_meant: bool) -> Result<(), ChangeDateError> {
    if capacity < taken && capacity < before.capacity && !is_meant {
        return Err(ChangeDateError::FewerSeatsThanTaken { taken });
    }
    Ok(())
}

/// The new content; facilitators beyond the form's fields stay, and so do the records of those whose names stay.
fn new_content(event: &EventDetails, typed: &TypedDate) -> EventContent {
    let known = |name: &str| event.facilitators.iter().find(|who| who.name == name).and_then(|who| who.person_id);
    let named = typed.facilitators.iter().map(|who| Facilitator { person_id: known(&who.name), ..who.clone() });
    let others = event.facilitators.iter().skip(FACILITATOR_ROWS).cloned();
    EventContent {
        title: typed.title.clone(),
        summary: typed.summary.clone(),
        description: typed.description.clone(),
        when: typed.when,
        mode: typed.mode,
        platform: typed.platform,
        venue: typed.venue.clone(),
        join_url: typed.join_url.clone(),
        link_promised_on: typed.link_promised_on,
        cpd_minutes: typed.learning.cpd_minutes,
        resources: typed.learning.resources.clone(),
        facilitators: named.chain(others).collect(),
    }
}

async fn write_sale_changes(
    tx: &Tx,
    (id, before): (EventId, &EventSale),
    typed: &TypedSale,
    has_bookings: bool,
    (by, now): (Actor, Instant),
) -> Result<(), ChangeDateError> {
    let old = sale_of(id, before);
    let new = NewSale {
        refund_policy_id: typed.refund_policy_id,
        capacity: typed.capacity,
        standard_price: typed.standard_price,
        member_price: typed.member_price,
        members_only: typed.members_only,
        most_places: typed.most_places,
        closes_at: typed.closes_at,
        ..old.clone()
    };
    let prices = |sale: &NewSale| (sale.standard_price, sale.member_price, sale.members_only);
    if has_bookings && prices(&old) != prices(&new) {
        return Err(ChangeDateError::PricesFixed);
    }
    if old == new {
        return Ok(());
    }
    store::update_sale(tx, &new).await?;
    if prices(&old) != prices(&new) {
        store::replace_prices(tx, &new).await?;
    }
    let entry = Entry {
        actor: by,
        action: "event_sale.changed",
        subject_kind: "event_sale",
        subject_id: id.0,
        reason: None,
        values: Some((audit_values(&old), audit_values(&new))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

/// The early price may be changed or ended at any time: places that have it keep it (ELG-4).
async fn write_early_bird(
    tx: &Tx,
    (id, before): (EventId, &EventSale),
    typed: Option<TypedEarly>,
    (by, now): (Actor, Instant),
) -> Result<(), Unexpected> {
    let old = before.early_bird.map(|(early, _)| early);
    let new = typed.map(|typed| typed.stored(before.early_bird, now));
    if old == new {
        return Ok(());
    }
    set_early_bird(tx, id.0, new).await?;
    let words = |early: Option<EarlyBird>| {
        early.map_or(Value::Null, |early| {
            json!({"price_pence": early.price.get(), "ends_at": early.ends_at, "most_places": early.most_places})
        })
    };
    let entry = Entry {
        actor: by,
        action: "early_bird.changed",
        subject_kind: "event_sale",
        subject_id: id.0,
        reason: None,
        values: Some((words(old), words(new))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
