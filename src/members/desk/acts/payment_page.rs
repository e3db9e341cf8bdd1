//! `/admin/members/{reference}/payment`: money seen on the bank statement, a transfer or a cheque, set against the open order. The
//! same effect as on the treasurer's page of the charge: all of the money makes the term, part of it waits for the rest.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;

use super::fields::Field;
use super::pages::standing_facts;
use super::read::required_day;
use super::views::{ActView, Step, money_trail, trail};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Pence, Permission, Unexpected};
use crate::members::desk::person::{Fact, PersonRecord, find_record};
use crate::members::membership::{MembershipPicture, OrderSummary, load_picture};
use crate::payments::queries::charge_money;
use crate::payments::record_bank_payment::RecordBankPaymentError;
use crate::payments::{RecordBankPayment, record_bank_payment};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, Viewer, may};

const TEMPLATE: &str = "admin/members/person/act.html";
const STATEMENT: TextInput = TextInput::line("bank_reference", "reference as the bank statement shows it", 80);
const FIELDS: [&str; 3] = ["amount", "value_on", "bank_reference"];

/// An order that waits for money, and whose it is.
struct OpenPayment {
    person: PersonRecord,
    picture: MembershipPicture,
    order: OrderSummary,
    charge_id: i64,
    owed: Pence,
}

/// GET /admin/members/{reference}/payment
pub async fn new_payment(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(open) = open(&app, &reference).await? else { return Err(PageError::NotFound) };
    let owed = open.owed.to_string().replace(['£', ','], "");
    let today = london_date(app.now()).to_string();
    let form = FormView::filled([("amount", owed), ("value_on", today), ("bank_reference", String::new())]);
    page.render(TEMPLATE, &view(&app, &open, &officer.viewer, form))
}

/// POST /admin/members/{reference}/payment
pub async fn create_payment(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let Some(open) = open(&app, &reference).await? else { return Err(PageError::NotFound) };
    let again = |status, errors: &FieldErrors| {
        let typed = FormView::filled(FIELDS.map(|field| (field, form.get(field)))).with_errors(errors);
        page.render_with(status, TEMPLATE, &view(&app, &open, &officer.viewer, typed))
    };
    let (amount, value_on, bank_reference) = match read(&form, london_date(app.now())) {
        Ok(read) => read,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    let command = RecordBankPayment {
        charge_id: open.charge_id,
        amount,
        value_on,
        bank_reference,
        recorded_by: officer.person_id,
        idempotency_key: form.get("idempotency_key").to_owned(),
        body_digest: form.digest(),
    };
    match record_bank_payment(&app, command).await {
        Ok(payment) => {
            let words = format!("{amount} received is written down as payment {payment}.");
            Ok(page.redirect_with(&Flash::done(words), &way_back(&officer.viewer, &open.person).0))
        }
        Err(RecordBankPaymentError::Unexpected(error)) => Err(error.into()),
        Err(error) => again(StatusCode::CONFLICT, &FieldErrors::one("", format!("{error}."))),
    }
}

fn read(form: &Posted, today: NaiveDate) -> Result<(Pence, NaiveDate, String), FieldErrors> {
    let mut errors = FieldErrors::new();
    let amount = errors.check("amount", Pence::parse_pounds(form.get("amount")));
    if amount == Some(Pence::ZERO) {
        errors.add("amount", "Enter an amount of more than £0");
    }
    let value_on = required_day(form, "value_on", &mut errors);
    if value_on > today {
        errors.add("value_on", "Enter a date that is not in the future");
    }
    let bank_reference = STATEMENT.read(form, &mut errors);
    errors.into_result().map(|()| (amount.unwrap_or(Pence::ZERO), value_on, bank_reference))
}

/// The person's open order with what is still owed; none when nothing waits to be paid.
async fn open(app: &App, reference: &str) -> Result<Option<OpenPayment>, Unexpected> {
    let db = app.db.reader();
    let Some(person) = find_record(db, reference).await? else { return Ok(None) };
    let picture = load_picture(db, person.id, london_date(app.now())).await?;
    let Some((order, charge_id)) = picture.open_order.clone().and_then(|order| Some((order.clone(), order.charge_id?)))
    else {
        return Ok(None);
    };
    let owed = charge_money(db, charge_id).await?.outstanding;
    Ok(Some(OpenPayment { person, picture, order, charge_id, owed }))
}

/// The person's page and the steps to it; the money's for those who may not open that page.
fn way_back(viewer: &Viewer, person: &PersonRecord) -> (String, Vec<Step>) {
    if !viewer.may(Permission::ManageMembers) {
        return ("/admin/money".to_owned(), money_trail());
    }
    let base = format!("/admin/members/{}", person.reference);
    let steps = trail(&person.name, &base);
    (base, steps)
}

fn view(app: &App, open: &OpenPayment, viewer: &Viewer, form: FormView) -> ActView {
    let (base, trail) = way_back(viewer, &open.person);
    let mut facts = standing_facts(&open.picture);
    facts.push(Fact::new("Still owed", open.owed.to_string()));
    let field = |kind, name, label, hint| Field { kind, name, label, hint, optional: false, options: Vec::new() };
    ActView {
        action: format!("/admin/members/{}/payment", open.person.reference),
        trail,
        idempotency_key: app.tokens.uuid(),
        base,
        title: format!("Record a payment: {}", open.person.name),
        facts,
        effects: vec![
            "The money is written down in the ledger with its value date.".to_owned(),
            format!(
                "When all of it is there, {} as {} is theirs; the value date decides its first day.",
                open.order.kind.label().to_lowercase(),
                open.order.type_name
            ),
            "Less than is owed waits for the rest.".to_owned(),
        ],
        fields: vec![
            field("money", "amount", "Amount received", ""),
            field("day", "value_on", "Value date", "The day the bank credited it."),
            field(
                "line",
                "bank_reference",
                "Reference",
                "As the statement shows it; for a cheque, “cheque” and its number.",
            ),
        ],
        button: "Record it",
        is_grave: false,
        form,
    }
}
