//! How it stands, read from the record and never from where somebody came from: sent and waiting, to be paid, or a member.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::type_view::rights;
use crate::app::App;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::applications::{ApplicationState, ApplicationSummary, application_of};
use crate::members::membership::{
    BankTransfer, MembershipPicture, OrderSummary, bank_transfer, cooling_off_last_day, load_picture, type_version_on,
};
use crate::members::people::addresses;
use crate::web::{PageContext, PageError, SignedIn};

#[derive(Default, Serialize)]
struct DoneView {
    /// "waiting", "to_pay", "member" or "other".
    state: &'static str,
    type_name: String,
    reference: String,
    reply_by: String,
    transfer: Option<TransferView>,
    member: Option<MemberView>,
    words: String,
    /// An address they gave that is not proved yet; "" without one.
    unproved: String,
}

#[derive(Serialize)]
struct TransferView {
    amount: String,
    account_name: String,
    sort_code: String,
    account_number: String,
    reference: String,
    pay_by: String,
}

#[derive(Serialize)]
struct MemberView {
    number: String,
    starts_on: String,
    ends_on: String,
    rights: Vec<String>,
    paid: String,
    charge_reference: String,
    /// The last day of the 14 days' right; "" when nothing was paid.
    cancel_until: String,
}

/// GET `/join/done`.
pub async fn show_done(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let picture = load_picture(db, signed_in.person_id, today).await?;
    let application = application_of(db, signed_in.person_id).await?;
    let mut view = if let Some(order) = &picture.open_order {
        to_pay(&app, order).await?
    } else if let Some(waiting) = application.filter(ApplicationSummary::is_live) {
        if waiting.state == ApplicationState::Draft {
            return Ok(page.redirect("/join/continue"));
        }
        DoneView {
            state: "waiting",
            type_name: waiting.type_name,
            reference: waiting.reference,
            reply_by: waiting.reply_by.map(long_date).unwrap_or_default(),
            ..DoneView::default()
        }
    } else {
        as_it_stands(&app, &picture).await?
    };
    let held = addresses(db, signed_in.person_id).await?;
    view.unproved = held.into_iter().find(|held| !held.is_verified).map(|held| held.address).unwrap_or_default();
    page.render("join/done.html", &view)
}

async fn to_pay(app: &App, order: &OrderSummary) -> Result<DoneView, Unexpected> {
    let transfer = bank_transfer(app.db.reader(), order, order.price).await?;
    Ok(DoneView {
        state: "to_pay",
        type_name: order.type_name.clone(),
        reference: order.reference.clone(),
        transfer: transfer.map(TransferView::from),
        ..DoneView::default()
    })
}

impl From<BankTransfer> for TransferView {
    fn from(transfer: BankTransfer) -> Self {
        Self {
            amount: transfer.amount.to_string(),
            account_name: transfer.account_name,
            sort_code: transfer.sort_code,
            account_number: transfer.account_number,
            reference: transfer.reference,
            pay_by: long_date(transfer.pay_by),
        }
    }
}

async fn as_it_stands(app: &App, picture: &MembershipPicture) -> Result<DoneView, Unexpected> {
    let words = picture.standing.words();
    let Some(term) = picture.current_term() else {
        return Ok(DoneView { state: "other", words, ..DoneView::default() });
    };
    let offered = type_version_on(app.db.reader(), term.type_id, picture.today).await?;
    let is_paid = !term.price.is_zero();
    let member = MemberView {
        number: picture.number.map(|number| number.to_string()).unwrap_or_default(),
        starts_on: long_date(term.term.starts_on),
        ends_on: long_date(term.term.ends_on),
        rights: offered.map(|offered| rights(&offered.version)).unwrap_or_default(),
        paid: if is_paid { term.price.to_string() } else { String::new() },
        charge_reference: term.charge_reference.clone().unwrap_or_default(),
        cancel_until: if is_paid { long_date(cooling_off_last_day(term.created_at)) } else { String::new() },
    };
    Ok(DoneView {
        state: "member",
        type_name: term.type_name.clone(),
        member: Some(member),
        words,
        ..DoneView::default()
    })
}
