//! `/account/emails/changes/{reference}`: the codes are typed here. A GET uses nothing up (D17).

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::carry_out::CarriedOut;
use super::change::{ChangeKind, OpenChange};
use super::confirm_change::{ConfirmChangeError, Confirmed, WrongCodes, confirm_change};
use super::forms::read_codes;
use super::queries::find_own_change;
use super::send_again::send_again;
use super::stop_change::withdraw_change;
use super::views::ChangePage;
use crate::app::App;
use crate::kernel::uk_time::until_end_of;
use crate::members::sign_in::{Browser, wait_words};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

const HERE: &str = "/account/emails";
const FIELDS: [&str; 2] = ["new_code", "old_code"];

async fn own(app: &App, me: &SignedIn, reference: &str) -> Result<OpenChange, PageError> {
    find_own_change(app.db.reader(), me.person_id, reference).await?.ok_or(PageError::NotFound)
}

fn here(change: &OpenChange) -> String {
    format!("{HERE}/changes/{}", change.reference)
}

/// GET `/account/emails/changes/{reference}`.
pub async fn show_change(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let change = own(&app, &me, &reference).await?;
    page.render("members/email_change.html", &ChangePage::new(&change, FormView::blank(&FIELDS), app.now()))
}

/// POST `/account/emails/changes/{reference}/confirmation`.
pub async fn confirm(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    (me, form, reference): (SignedIn, Posted, Path<String>),
) -> Result<HttpResponse, PageError> {
    let change = own(&app, &me, &reference).await?;
    match confirm_change(&app, &change, &read_codes(&form), &Browser::of(&request, &page)).await {
        Ok(Confirmed::Ended(CarriedOut::Done(kind))) => Ok(page.redirect_with(&Flash::done(done_words(kind)), HERE)),
        Ok(Confirmed::Ended(CarriedOut::Overtaken)) => {
            let words =
                "That address belongs to another account by now. Sign in with it, or write to us to join the two.";
            Ok(page.redirect_with(&Flash::problem(words), HERE))
        }
        Ok(Confirmed::HalfWay) => {
            let words = "That code was right. The other address has to confirm too.";
            Ok(page.redirect_with(&Flash::done(words), &here(&change)))
        }
        Err(error) => {
            let (status, errors) = explain(&change, error)?;
            // As it is now: one of two codes may have been right.
            let change = own(&app, &me, &reference).await?;
            let shown = FormView::filled(FIELDS.map(|field| (field, form.get(field)))).with_errors(&errors);
            page.render_with(status, "members/email_change.html", &ChangePage::new(&change, shown, app.now()))
        }
    }
}

fn done_words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Add => "The address is yours. You can sign in with it from now on.",
        ChangeKind::MakePrimary | ChangeKind::Replace => {
            "From now on we write to the new address. The other one still signs you in."
        }
        ChangeKind::Remove => "The address is gone from your account.",
    }
}

fn explain(change: &OpenChange, error: ConfirmChangeError) -> Result<(StatusCode, FieldErrors), PageError> {
    let first = if change.is_new_confirmed { "old_code" } else { "new_code" };
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match error {
        ConfirmChangeError::NoCode => (invalid, FieldErrors::one(first, "Enter the six figures from our email")),
        ConfirmChangeError::Wrong(wrong) => (invalid, wrong_words(wrong)),
        ConfirmChangeError::Spent => {
            let words = "These codes no longer work: they are too old, or were tried too often. Send new ones";
            (invalid, FieldErrors::one(first, words))
        }
        ConfirmChangeError::TooMany(seconds) => {
            let words = format!("There have been many tries. Wait {} and try again", wait_words(seconds));
            (StatusCode::TOO_MANY_REQUESTS, FieldErrors::one(first, words))
        }
        ConfirmChangeError::Unexpected(error) => return Err(error.into()),
    })
}

fn wrong_words(wrong: WrongCodes) -> FieldErrors {
    let left =
        if wrong.tries_left == 1 { "one more time".to_owned() } else { format!("{} more times", wrong.tries_left) };
    let words = format!("This is not the code in our newest email. You can try {left}");
    let mut errors = FieldErrors::new();
    for (is_wrong, field) in [(wrong.new, "new_code"), (wrong.old, "old_code")] {
        if is_wrong {
            errors.add(field, words.clone());
        }
    }
    errors
}

/// POST `/account/emails/changes/{reference}/codes`: fresh codes.
pub async fn send_codes(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    (me, reference): (SignedIn, Path<String>),
) -> Result<HttpResponse, PageError> {
    let change = own(&app, &me, &reference).await?;
    let flash = match send_again(&app, &change, &Browser::of(&request, &page)).await? {
        Ok(()) => Flash::done("New codes are on their way. The ones before no longer work."),
        Err(seconds) => {
            Flash::problem(format!("Many codes have been asked for. Wait {} and try again.", wait_words(seconds)))
        }
    };
    Ok(page.redirect_with(&flash, &here(&change)))
}

/// POST `/account/emails/changes/{reference}/notice`: the old mailbox is read no more.
pub async fn give_notice(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let change = own(&app, &me, &reference).await?;
    let flash = match super::give_notice::give_notice(&app, &change).await? {
        Some(at) => Flash::done(format!(
            "We have written to the old address. Somebody there can object {}. If nobody does, the change then happens by \
             itself.",
            until_end_of(at)
        )),
        None => Flash::info("First enter the code that we sent to the new address."),
    };
    Ok(page.redirect_with(&flash, &here(&change)))
}

/// POST `/account/emails/changes/{reference}/withdrawal`: its owner gives the change up.
pub async fn withdraw(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let change = own(&app, &me, &reference).await?;
    withdraw_change(&app, &change).await?;
    Ok(page.redirect_with(&Flash::done("Your addresses stay as they are."), HERE))
}
