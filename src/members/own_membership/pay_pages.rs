//! `/account/renewal`: the next term, or whatever waits to be paid. One page before paying (CO-02), one button for each way to pay.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::offer::{NextTerm, Offer, next_term};
use super::renew::{Bought, HERE, Paying, RenewError, buy};
use super::renewal_view::{Purchase, RenewalPage, heading};
use crate::app::App;
use crate::audit::Actor;
use crate::identity::load_identity;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Pence, Unexpected};
use crate::members::membership::{
    HowToPay, MembershipPicture, OrderKind, OrderPayer, OrderSummary, PayBy, bank_transfer, load_picture, terms_shown,
    withdraw_order,
};
use crate::payments;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// GET `/account/renewal`.
pub async fn show_renewal(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let picture = load_picture(app.db.reader(), me.person_id, london_date(app.now())).await?;
    let mut view = view(&app, &picture, &FieldErrors::new()).await?;
    view.has_returned = query.contains_key("returned");
    if view.has_returned && view.state != "to_pay" {
        return Ok(page.redirect_with(&Flash::done("Thank you. Your payment has arrived."), "/account"));
    }
    page.render("members/renewal.html", &view)
}

/// POST `/account/renewal`: pays, by card or bank transfer.
pub async fn create_payment(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let picture = load_picture(app.db.reader(), me.person_id, london_date(app.now())).await?;
    let offer = offer_of(&app, &picture).await?;
    let paying = read_paying(&form);
    let seen = form.get("price").parse::<i64>().ok().map(Pence::new);
    let open = payable(&app, &picture);
    match buy(&app, me.person_id, (open, offer.as_ref()), (seen, paying)).await {
        Ok(Bought::Free) => Ok(page.redirect_with(&Flash::done("It is yours; nothing was to be paid."), "/account")),
        Ok(Bought::Pay(HowToPay::Card { url })) => Ok(page.redirect(&url)),
        Ok(Bought::Pay(HowToPay::BankTransfer(_))) => {
            let words =
                "We have emailed you these words as well. Your membership is renewed when the money reaches us.";
            Ok(page.redirect_with(&Flash::done(words), HERE))
        }
        Err(RenewError::NeedsApplication) => {
            let words = "For this type we need a new application. It takes a few minutes.";
            Ok(page.redirect_with(&Flash::info(words), "/join"))
        }
        Err(RenewError::Unexpected(error)) => Err(error.into()),
        Err(refused) => {
            // As it is now: another tab may have been first.
            let picture = load_picture(app.db.reader(), me.person_id, london_date(app.now())).await?;
            let mut view = view(&app, &picture, &FieldErrors::one("pay", refused.to_string())).await?;
            view.form.set("payer", paying.payer.word());
            page.render_with(StatusCode::CONFLICT, "members/renewal.html", &view)
        }
    }
}

fn read_paying(form: &Posted) -> Paying {
    Paying {
        by: if form.get("pay") == "bank" { PayBy::BankTransfer } else { PayBy::Card },
        payer: OrderPayer::parse(form.get("payer")).unwrap_or_default(),
        seen_terms: form.get("terms").parse().unwrap_or(0),
    }
}

/// POST `/account/renewal/withdrawal`: gives an open order up.
pub async fn withdraw(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let picture = load_picture(app.db.reader(), me.person_id, london_date(app.now())).await?;
    let now = app.now();
    let withdrawn = match &picture.open_order {
        Some(order) => {
            let (who, why) = ((me.person_id, order.reference.as_str()), (Actor::Person(me.person_id), "given up"));
            app.db.write_tx(async |tx| withdraw_order(&app, tx, who, why, now).await).await?
        }
        None => false,
    };
    let flash = if withdrawn {
        Flash::done("Nothing is to be paid any more.")
    } else {
        Flash::info("There was nothing open to be paid.")
    };
    Ok(page.redirect_with(&flash, "/account"))
}

/// The open order, while it can still be paid.
fn payable<'a>(app: &App, picture: &'a MembershipPicture) -> Option<&'a OrderSummary> {
    picture.open_order.as_ref().filter(|order| order.open_until > app.now())
}

async fn offer_of(app: &App, picture: &MembershipPicture) -> Result<Option<Offer>, Unexpected> {
    Ok(match next_term(app.db.reader(), picture).await? {
        NextTerm::Open(offer) => Some(offer),
        _ => None,
    })
}

async fn view(app: &App, picture: &MembershipPicture, errors: &FieldErrors) -> Result<RenewalPage, PageError> {
    let db = app.db.reader();
    let takes_transfers = load_identity(db).await?.is_some_and(|identity| !identity.bank_account_number.is_empty());
    let mut page = RenewalPage {
        state: "join",
        heading: "Your membership".to_owned(),
        standing: picture.standing.words(),
        form: FormView::filled([("pay", ""), ("payer", OrderPayer::default().word())]).with_errors(errors),
        purchase: None,
        transfer: None,
        opens_on: String::new(),
        type_code: String::new(),
        by_card: app.gateway.is_some(),
        by_bank: takes_transfers,
        terms: terms_shown(db, app.now()).await?,
        has_returned: false,
    };
    if let Some(order) = payable(app, picture) {
        let outstanding = match order.charge_id {
            Some(id) => payments::queries::charge_money(db, id).await?.outstanding,
            None => order.price,
        };
        page.state = "to_pay";
        page.form.set("payer", order.payer.word());
        page.heading = heading(order.kind, picture.standing);
        page.purchase = Some(Purchase::of_order(order, outstanding));
        page.transfer = bank_transfer(db, order, outstanding).await?.map(Into::into);
        return Ok(page);
    }
    match next_term(db, picture).await? {
        NextTerm::Open(offer) => {
            page.state = "open";
            page.heading = heading(offer.kind, picture.standing);
            page.purchase = Some(Purchase::of_offer(&offer));
        }
        NextTerm::Apply { type_code, due_on } => {
            page.state = "apply";
            page.type_code = type_code;
            page.opens_on = long_date(due_on);
            page.heading = heading(OrderKind::Renewal, picture.standing);
        }
        NextTerm::Closed => page.state = "closed",
        NextTerm::NotYet(opens_on) => {
            page.state = "not_yet";
            page.opens_on = long_date(opens_on);
        }
        NextTerm::Nothing => page.state = "nothing",
        NextTerm::Join => {}
    }
    Ok(page)
}
