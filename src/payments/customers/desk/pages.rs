//! `/admin/customers`: the list, one customer, the decision on a new one.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms;
use super::views::{CustomerLine, CustomerView, ListView, account_line, state_of, waiting_line};
use crate::app::App;
use crate::kernel::short_text::clean_line;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Pence, Permission};
use crate::payments::customers::cash::queries::cash_of;
use crate::payments::customers::queries::{find_customer, list_customers, waiting_by_customer};
use crate::payments::customers::store::CustomerRow;
use crate::payments::customers::{
    DecideCustomer, DecideCustomerError, UpdateCustomer, decide_customer, update_customer,
};
use crate::payments::invoices::InvoiceStanding;
use crate::payments::invoices::queries::{list_accounts, list_accounts_of};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, Viewer, may};

/// GET the list: who waits first.
pub async fn list(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let waiting = waiting_by_customer(db).await?;
    let mut owed: BTreeMap<i64, Pence> = BTreeMap::new();
    for account in list_accounts(db).await? {
        *owed.entry(account.customer.id).or_default() += account.money.outstanding;
    }
    let mut customers: Vec<CustomerLine> = list_customers(db)
        .await?
        .iter()
        .map(|row| CustomerLine {
            href: path(row.id),
            name: row.name.clone(),
            email: row.email.clone(),
            state: state_of(row),
            waiting: waiting.get(&row.id).copied().unwrap_or_default(),
            requires_po: row.requires_po,
            owed: owed.get(&row.id).copied().unwrap_or_default().to_string(),
        })
        .collect();
    customers.sort_by_key(|line| line.waiting == 0);
    page.render("admin/customers/list.html", &ListView { customers })
}

/// GET one customer.
pub async fn show(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    render(&app, &page, (&customer, &officer.viewer), forms::filled(&customer), StatusCode::OK).await
}

/// POST a change of the record.
pub async fn update(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    match forms::read(&form) {
        Ok(terms) => {
            let command = UpdateCustomer { customer_id: customer.id, terms, changed_by: officer.person_id };
            update_customer(&app, &command).await?;
            Ok(page.redirect_with(&Flash::done("Saved. Invoices already issued do not change."), &path(customer.id)))
        }
        Err(errors) => {
            let typed = forms::typed(&form).with_errors(&errors);
            render(&app, &page, (&customer, &officer.viewer), typed, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// POST the decision on what waits (INV-1).
pub async fn decide(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    let is_approved = match form.get("decision") {
        "approve" => true,
        "refuse" => false,
        _ => {
            return Err(PageError::BadRequest("Choose whether to approve the customer or to turn it down.".to_owned()));
        }
    };
    let reason = clean_line(form.get("reason"), 300);
    if let (false, Err(error)) = (is_approved, &reason) {
        let words = format!("Say why, so that the buyer knows: {error}");
        let mut errors = FieldErrors::new();
        errors.add("reason", words);
        let typed = forms::filled(&customer).with_errors(&errors);
        return render(&app, &page, (&customer, &officer.viewer), typed, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let command = DecideCustomer {
        customer_id: customer.id,
        is_approved,
        reason: reason.unwrap_or_default(),
        decided_by: officer.person_id,
    };
    let flash = match decide_customer(&app, &command).await {
        Ok(_) if is_approved => Flash::done("Approved. What waited is being confirmed and invoiced now."),
        Ok(_) => Flash::done("Turned down. Whoever booked is told why, and how else to pay."),
        Err(DecideCustomerError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::info(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &path(customer.id)))
}

fn path(id: i64) -> String {
    format!("/admin/customers/{id}")
}

pub(super) async fn load(app: &App, id: &str) -> Result<CustomerRow, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    find_customer(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

async fn render(
    app: &App,
    page: &PageContext,
    (customer, viewer): (&CustomerRow, &Viewer),
    form: FormView,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let accounts = list_accounts_of(app.db.reader(), customer.id).await?;
    let waits = |standing| standing == InvoiceStanding::WaitsForApproval;
    let is_new = customer.approved_at.is_none();
    let on_account: Pence = cash_of(app.db.reader(), customer.id).await?.iter().map(|line| line.unused).sum();
    let waiting: Vec<_> = accounts.iter().filter(|one| waits(one.standing(now))).map(waiting_line).collect();
    let view = CustomerView {
        id: customer.id,
        name: customer.name.clone(),
        state: state_of(customer),
        approved: customer.approved_at.map(|at| long_date(london_date(at))).unwrap_or_default(),
        refused_reason: customer.refused_reason.clone().unwrap_or_default(),
        can_decide: is_new || !waiting.is_empty(),
        waiting,
        is_new,
        on_account: if on_account > Pence::ZERO { on_account.to_string() } else { String::new() },
        owed: accounts.iter().map(|one| one.money.outstanding).sum::<Pence>().to_string(),
        accounts: accounts.iter().filter(|one| !waits(one.standing(now))).map(|one| account_line(one, now)).collect(),
        form,
        may_change: viewer.may(Permission::RecordPayments),
    };
    page.render_with(status, "admin/customers/show.html", &view)
}
