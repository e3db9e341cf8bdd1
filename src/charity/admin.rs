//! The back office page of the identity record.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use super::forms::{MoneyDetails, filled_form, read_identity, typed_form};
use super::identity_rules::LegalForm;
use super::update_identity::{UpdateIdentity, UpdateIdentityError, update_identity};
use crate::app::App;
use crate::audit::Actor;
use crate::identity::{CharityIdentity, load_identity};
use crate::kernel::Permission;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, Viewer, may};

const TEMPLATE: &str = "admin/charity/edit_identity.html";

#[derive(Serialize)]
struct EditIdentityView {
    form: FormView,
    may_change_bank: bool,
    is_set_up: bool,
    legal_forms: Vec<LegalFormOption>,
}

#[derive(Serialize)]
struct LegalFormOption {
    value: &'static str,
    label: &'static str,
}

/// The form, filled from the record.
pub async fn edit_identity(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::EditCharity>,
) -> Result<HttpResponse, PageError> {
    let identity = load_identity(app.db.reader()).await?;
    page.render(TEMPLATE, &view(&officer.viewer, filled_form(identity.as_ref()), identity.is_some()))
}

/// Saves it, or shows what is wrong.
pub async fn save_identity(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::EditCharity>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let before = load_identity(app.db.reader()).await?;
    let again = |status: StatusCode, errors: &FieldErrors| {
        let typed = typed_form(&form, kept_bank(&officer.viewer, before.as_ref()));
        page.render_with(status, TEMPLATE, &view(&officer.viewer, typed.with_errors(errors), before.is_some()))
    };
    let identity = match read_identity(&form, kept_bank(&officer.viewer, before.as_ref())) {
        Ok(identity) => identity,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let command = UpdateIdentity { identity, by: Actor::Person(officer.person_id) };
    match update_identity(&app, command, app.now()).await {
        Ok(()) => {
            Ok(page.redirect_with(&Flash::done("Saved. Every page, email and receipt now says so."), "/admin/charity"))
        }
        Err(UpdateIdentityError::ChangedMeanwhile) => {
            let words = "Somebody else has saved this form while you had it open. Copy what you changed, reload the page and type it in again.";
            again(StatusCode::CONFLICT, &FieldErrors::one("", words))
        }
        Err(UpdateIdentityError::Incomplete(words)) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, &FieldErrors::one("", words))
        }
        Err(UpdateIdentityError::Unexpected(error)) => Err(error.into()),
    }
}

/// Where people's transfers go is changed by those who look after the money, not by everybody who edits words.
fn may_change_bank(viewer: &Viewer) -> bool {
    viewer.may(Permission::RecordPayments)
}

/// What stays as it is about bank and VAT, for an officer who may not change it.
fn kept_bank(viewer: &Viewer, before: Option<&CharityIdentity>) -> Option<MoneyDetails> {
    (!may_change_bank(viewer)).then(|| before.map(MoneyDetails::of).unwrap_or_default())
}

fn view(viewer: &Viewer, form: FormView, is_set_up: bool) -> EditIdentityView {
    let legal_forms = LegalForm::ALL.map(|form| LegalFormOption { value: form.word(), label: form.label() }).into();
    EditIdentityView { form, may_change_bank: may_change_bank(viewer), is_set_up, legal_forms }
}
