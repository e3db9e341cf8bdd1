//! Changes a date: its form over the version the officer saw, and its way onto the site.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::change_date::{ChangeDate, ChangeDateError, DateChanged, NoticeConfirmed, change_date};
use super::form_view::{Choices, DateFormView, NoticeView};
use super::forms::{self, DateRules, TypedDate};
use super::open_date::OpenDate;
use super::publish_date::{PublishDateError, publish_date};
use crate::app::App;
use crate::bookings::modes::{PlaceMode, PoolsRefused};
use crate::bookings::sale::{EventSale, SeatLimit, limit_words, seat_limits};
use crate::bookings::sale_panel::price_words;
use crate::events::{date_warnings, days_of, event_days};
use crate::kernel::Instant;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

/// Why a date is moved, in words for those who have booked.
const NOTICE_REASON: TextInput = TextInput::block("notice_reason", "reason", 500).optional();
const FORM: &str = "admin/events/form.html";

/// GET /admin/events/{id}/edit
pub async fn edit_event(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    if date.event.is_cancelled() {
        return Ok(page.redirect_with(&Flash::problem(ChangeDateError::Cancelled.to_string()), &date.base));
    }
    let sale = date.sale()?;
    let choices = Choices::load(app.db.reader()).await?.with_policy(&sale.policy);
    let limits = seat_limits(app.db.reader(), date.event.id.0).await?;
    let form = forms::filled(&date.event, sale, &limits);
    let now = app.now();
    let days = app.holidays.read(app.db.reader(), now).await?;
    let view = stored_form(&choices, &date, (sale, &limits), date.event.version, form);
    page.render(FORM, &DateFormView { date_warnings: date_warnings(&event_days(&date.event), &days), ..view })
}

/// POST /admin/events/{id}/edit
pub async fn update_event(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let sale = date.sale()?;
    let choices = Choices::load(app.db.reader()).await?.with_policy(&sale.policy);
    let version = posted.get("version").parse().unwrap_or_default();
    let again = |status, version, errors: &FieldErrors, asks: Asks| {
        let view = stored_form(&choices, &date, (sale, &[]), version, FormView::default());
        let view = DateFormView {
            asks_capacity: asks.capacity,
            notice: asks.notice,
            date_warnings: asks.date_warnings,
            ..view
        };
        page.render_with(status, FORM, &view.refused(&posted, errors))
    };
    let typed = match read_change(&choices, &date, sale, &posted, app.now()) {
        Ok(typed) => typed,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, version, &errors, Asks::default()),
    };
    let days = app.holidays.read(app.db.reader(), app.now()).await?;
    let warnings = date_warnings(&days_of(&typed.when), &days);
    let fewer_seats_ok = posted.has("capacity_ok");
    let notice = match read_notice(&posted) {
        Ok(notice) => notice,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, version, &errors, Asks::default()),
    };
    let officer_id = officer.person_id;
    let command = ChangeDate { event_id: date.event.id, version, typed, fewer_seats_ok, notice, officer_id };
    match change_date(&app, &command).await {
        Ok(changed) => Ok(page.redirect_with(&Flash::done(saved_words(changed)), &date.base)),
        Err(ChangeDateError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            // After a clash the form stands over what is stored now: sending it again is then meant.
            let is_stale = matches!(refusal, ChangeDateError::ChangedMeanwhile);
            let version = if is_stale { date.event.version } else { version };
            let errors = FieldErrors::one(field_of(&refusal), refusal.to_string());
            again(StatusCode::CONFLICT, version, &errors, Asks { date_warnings: warnings, ..Asks::of(&refusal) })
        }
    }
}

/// What the form asks for besides, after a refusal.
#[derive(Default)]
struct Asks {
    capacity: bool,
    notice: Option<NoticeView>,
    /// Of the date that was typed (TM-06).
    date_warnings: Vec<String>,
}

impl Asks {
    fn of(refusal: &ChangeDateError) -> Self {
        match refusal {
            ChangeDateError::FewerSeatsThanTaken { .. } | ChangeDateError::Pools(PoolsRefused::Fewer { .. }) => {
                Self { capacity: true, ..Self::default() }
            }
            ChangeDateError::TellFirst(preview) | ChangeDateError::ReasonMissing(preview) => {
                Self { notice: Some(NoticeView::new(preview)), ..Self::default() }
            }
            _ => Self::default(),
        }
    }
}

/// What the officer confirmed of the notice, when the page asked.
fn read_notice(posted: &Posted) -> Result<Option<NoticeConfirmed>, FieldErrors> {
    let Ok(places) = posted.get("notice_places").parse() else { return Ok(None) };
    let mut errors = FieldErrors::new();
    let reason = NOTICE_REASON.read(posted, &mut errors);
    if errors.is_empty() { Ok(Some(NoticeConfirmed { reason, places })) } else { Err(errors) }
}

/// What was typed; prices that the page did not ask for stay as they are.
fn read_change(
    choices: &Choices,
    date: &OpenDate,
    sale: &EventSale,
    posted: &Posted,
    now: Instant,
) -> Result<TypedDate, FieldErrors> {
    let warn_before = (!date.event.when.is_over(now)).then_some(now);
    let run = date.event.run;
    let rules = DateRules { course: None, policies: &choices.policies, default_policy: None, warn_before, run };
    let mut typed = forms::read(posted, rules)?;
    if !posted.has("standard_price") {
        typed.sale.standard_price = sale.prices.standard;
        typed.sale.member_price = sale.prices.member;
        typed.sale.members_only = sale.members_only;
        typed.sale = typed.sale.with_own_places();
    }
    Ok(typed)
}

fn stored_form(
    choices: &Choices,
    date: &OpenDate,
    (sale, limits): (&EventSale, &[SeatLimit]),
    version: i32,
    form: FormView,
) -> DateFormView {
    let taken = if sale.taken > 0 { format!("Taken now: {}. ", sale.taken) } else { String::new() };
    DateFormView {
        action: format!("{}/edit", date.base),
        back: date.base.clone(),
        stored: Some(date.event.title.clone()),
        version,
        blank_policy: String::new(),
        capacity_hint: format!("{taken}{}", limit_words(sale.room, limits)).trim_end().to_owned(),
        confirmed_to_run: date.event.run.is_some_and(|run| !run.is_open()),
        fixed_prices: (sale.taken > 0).then(|| price_words(sale)),
        ..choices.new_date(form)
    }
}

/// The field a refusal belongs beside.
fn field_of(refusal: &ChangeDateError) -> &'static str {
    match refusal {
        ChangeDateError::NeedsNewDate => "certainty",
        ChangeDateError::ReasonMissing(_) => "notice_reason",
        ChangeDateError::FewerSeatsThanTaken { .. } => "capacity",
        ChangeDateError::Minimum(_) => "least_places",
        ChangeDateError::Pools(PoolsRefused::Fewer { mode: PlaceMode::Room, .. }) => "places_in_room",
        ChangeDateError::Pools(_) => "places_online",
        _ => "",
    }
}

fn saved_words(changed: DateChanged) -> &'static str {
    if changed.is_told {
        "Saved. In ten minutes everyone who has booked is told by email; what you change until then joins the same notice."
    } else {
        "Saved."
    }
}

/// POST /admin/events/{id}/publication
pub async fn create_publication(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let announce_only = posted.get("announce_only") == "yes";
    let flash = match publish_date(&app, date.event.id, announce_only, officer.person_id).await {
        Ok(()) => Flash::done("It is on the site."),
        Err(PublishDateError::Unexpected(error)) => return Err(error.into()),
        Err(refusal @ PublishDateError::NotADraft) => Flash::info(refusal.to_string()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &date.base))
}
