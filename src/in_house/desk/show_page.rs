//! `/admin/in-house/{reference}`: one enquiry with its quotes and history, and whatever may be done with it now.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::in_house_enquiry;
use serde::Serialize;

use super::act_forms::FIELDS;
use super::views::{Choice, Due, HistoryView, VersionView, due};
use crate::app::App;
use crate::events::{EventId, EventState, EventView, Platform, load_event};
use crate::in_house::enquiry_state::{EnquiryEvent, EnquiryState};
use crate::in_house::move_enquiry::state_of;
use crate::in_house::note_down::NoteKind;
use crate::in_house::over_number::{more_than_agreed, more_words};
use crate::in_house::queries::{
    QuoteRecord, count_registered, find_enquiry, find_enquiry_by_reference, find_registration, history_of,
    possible_duplicates, quotes_of_enquiry,
};
use crate::in_house::quote::QuoteState;
use crate::in_house::quote_words::{title_of, wanted_mode_label};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, LinkPurpose, Permission, Unexpected};
use crate::payments;
use crate::web::{FormView, PageContext, PageError};

#[derive(Serialize)]
struct EnquiryView {
    base: String,
    form: FormView,
    reference: String,
    organisation: String,
    is_on_list: bool,
    contact_name: String,
    contact_email: String,
    contact_phone: String,
    title: String,
    topic: String,
    attendees: i32,
    mode: &'static str,
    date_wishes: String,
    needs: String,
    budget_holder: String,
    po_route: String,
    received: String,
    state: &'static str,
    state_kind: &'static str,
    lost_reason: String,
    merged_into: Option<Link>,
    due: Option<Due>,
    duplicates: Vec<Link>,
    history: Vec<HistoryView>,
    quotes: Vec<VersionView>,
    note_kinds: Vec<Choice>,
    platforms: Vec<Choice>,
    may: May,
    date: Option<DateView>,
    money: Option<MoneyView>,
}

/// A link with words beside it.
#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
    hint: String,
}

/// What may be done now.
#[derive(Serialize)]
struct May {
    quote: bool,
    schedule: bool,
    deliver: bool,
    invoice: bool,
    lose: bool,
    cancel: bool,
    reopen: bool,
    merge: bool,
}

impl May {
    fn of(state: EnquiryState) -> Self {
        let may = |event| state.allows(event);
        Self {
            quote: may(EnquiryEvent::QuoteSent),
            schedule: may(EnquiryEvent::Scheduled),
            deliver: may(EnquiryEvent::Delivered),
            invoice: may(EnquiryEvent::Invoiced),
            lose: may(EnquiryEvent::Lost),
            cancel: may(EnquiryEvent::Cancelled),
            reopen: may(EnquiryEvent::Reopened),
            merge: may(EnquiryEvent::FoundDuplicate),
        }
    }
}

/// The private date.
#[derive(Serialize)]
struct DateView {
    href: String,
    when: String,
    place: String,
    is_set: bool,
    has_room: bool,
    has_online: bool,
    most: i32,
    register: String,
    domain: String,
    registered: u64,
    /// "2 more than agreed: £80 more on the invoice"; none while nobody is.
    more: Option<String>,
}

/// What is owed, for those who may see money.
#[derive(Serialize)]
struct MoneyView {
    href: String,
    charged: String,
    credited: Option<String>,
    paid: String,
    outstanding: String,
}

/// The enquiry of an address, or 404.
pub(super) async fn find(app: &App, reference: &str) -> Result<in_house_enquiry::Model, PageError> {
    find_enquiry_by_reference(app.db.reader(), reference).await?.ok_or(PageError::NotFound)
}

/// GET `/admin/in-house/{reference}`.
pub async fn show_enquiry(
    app: Data<App>,
    page: PageContext,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    show(&app, &page, &enquiry, (FormView::blank(&FIELDS), StatusCode::OK)).await
}

/// The page with a form as it stands.
pub(super) async fn show(
    app: &App,
    page: &PageContext,
    enquiry: &in_house_enquiry::Model,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let base = format!("/admin/in-house/{}", enquiry.reference);
    let state = state_of(enquiry)?;
    let quotes = quotes_of_enquiry(db, enquiry.id).await?;
    let agreed = quotes.iter().find(|quote| matches!(quote.state, QuoteState::Accepted | QuoteState::Cancelled));
    let view = EnquiryView {
        form,
        reference: enquiry.reference.clone(),
        organisation: enquiry.organisation_name.clone(),
        is_on_list: enquiry.organisation_id.is_some(),
        contact_name: enquiry.contact_name.clone(),
        contact_email: enquiry.contact_email.clone(),
        contact_phone: enquiry.contact_phone.clone(),
        title: title_of(db, enquiry).await?,
        topic: enquiry.topic.clone(),
        attendees: enquiry.attendees,
        mode: wanted_mode_label(&enquiry.mode),
        date_wishes: enquiry.date_wishes.clone(),
        needs: enquiry.needs.clone(),
        budget_holder: enquiry.budget_holder.clone(),
        po_route: enquiry.po_route.clone(),
        received: date_and_time(enquiry.received_at),
        state: state.label(),
        state_kind: state.tag(),
        lost_reason: enquiry.lost_reason.clone().unwrap_or_default(),
        merged_into: merged_into(app, enquiry).await?,
        due: due(enquiry, now),
        duplicates: duplicates(app, enquiry, state).await?,
        history: history_of(db, enquiry.id).await?.into_iter().map(HistoryView::from).collect(),
        quotes: quotes.iter().map(|quote| VersionView::new(&base, quote, now)).collect(),
        note_kinds: note_kinds(),
        platforms: platforms(),
        may: May::of(state),
        date: date_of(app, agreed, now).await?,
        money: money_of(app, page, agreed).await?,
        base,
    };
    page.render_with(status, "admin/in_house/show.html", &view)
}

fn note_kinds() -> Vec<Choice> {
    let choice = |kind: NoteKind| {
        let (label, hint) = match kind {
            NoteKind::Written => ("Send it as an email", "The contact gets these words; the clock stops"),
            NoteKind::Spoken => ("We have spoken", "The contact gets nothing; the clock stops"),
            NoteKind::Note => ("A note of ours", "Nobody outside sees it"),
        };
        Choice::new(kind.word(), label, hint)
    };
    NoteKind::ALL.map(choice).into()
}

fn platforms() -> Vec<Choice> {
    let online = [Platform::Zoom, Platform::Teams, Platform::Other, Platform::Undecided];
    online.map(|platform| Choice::new(platform.word(), platform.label(), "")).into()
}

async fn merged_into(app: &App, enquiry: &in_house_enquiry::Model) -> Result<Option<Link>, Unexpected> {
    let Some(id) = enquiry.duplicate_of_id else { return Ok(None) };
    let kept = find_enquiry(app.db.reader(), id).await?;
    Ok(kept.map(|kept| Link {
        href: format!("/admin/in-house/{}", kept.reference),
        label: kept.reference,
        hint: kept.organisation_name,
    }))
}

/// INH-7: other enquiries of the same contact, for one that may still be merged.
async fn duplicates(
    app: &App,
    enquiry: &in_house_enquiry::Model,
    state: EnquiryState,
) -> Result<Vec<Link>, Unexpected> {
    if !state.allows(EnquiryEvent::FoundDuplicate) {
        return Ok(Vec::new());
    }
    let mut links = Vec::new();
    for other in possible_duplicates(app.db.reader(), enquiry).await? {
        let title = title_of(app.db.reader(), &other).await?;
        links.push(Link {
            href: format!("/admin/in-house/{}", other.reference),
            hint: format!("{title}, received {}", date_and_time(other.received_at)),
            label: other.reference,
        });
    }
    Ok(links)
}

async fn date_of(app: &App, agreed: Option<&QuoteRecord>, now: Instant) -> Result<Option<DateView>, Unexpected> {
    let Some((quote, event_id)) = agreed.and_then(|quote| Some((quote, quote.row.event_id?))) else { return Ok(None) };
    let db = app.db.reader();
    let event = load_event(db, EventId(event_id)).await?;
    let words = EventView::new(&event, now);
    let link = find_registration(db, event_id).await?;
    let register = link.as_ref().map(|link| {
        let token = app.links.token(LinkPurpose::InHouseRegister, event_id, link.link_generation);
        format!("{}/in-house-register/{token}", app.shell.base_url)
    });
    let registered = count_registered(db, event_id).await?;
    let more = more_than_agreed(registered, quote.content.most_attendees, quote.content.extra);
    Ok(Some(DateView {
        href: format!("/admin/events/{event_id}"),
        when: words.when_words,
        place: words.place_words,
        is_set: event.state == EventState::Published,
        has_room: event.mode.has_room(),
        has_online: event.mode.has_online(),
        most: quote.content.most_attendees,
        register: register.unwrap_or_default(),
        domain: link.map(|link| link.email_domain).unwrap_or_default(),
        registered,
        more: more.map(more_words),
    }))
}

async fn money_of(
    app: &App,
    page: &PageContext,
    agreed: Option<&QuoteRecord>,
) -> Result<Option<MoneyView>, Unexpected> {
    let may_see = page.viewer.as_ref().is_some_and(|viewer| viewer.may(Permission::ViewMoney));
    let Some(charge_id) = agreed.and_then(|quote| quote.row.charge_id) else { return Ok(None) };
    let db = app.db.reader();
    let money = payments::queries::charge_money(db, charge_id).await?;
    let reference = payments::queries::references_of(db, &[charge_id]).await?.remove(&charge_id).unwrap_or_default();
    Ok(Some(MoneyView {
        href: if may_see { format!("/admin/money/charges/{reference}") } else { String::new() },
        charged: money.charged.to_string(),
        credited: (!money.credited.is_zero()).then(|| money.credited.to_string()),
        paid: (money.paid - money.refunded).to_string(),
        outstanding: money.outstanding.to_string(),
    }))
}
