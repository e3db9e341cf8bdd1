//! `/admin/money/invoices`: the list, one invoice, its documents, and the file.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::csv_file;
use super::documents::documents_of;
use super::queries::unused_by_charge;
use super::tasks::tasks;
use super::views::{AccountView, ListView, RowOfFacts, ages, row_of, sums_of};
use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Pence, Permission, Unexpected};
use crate::payments::desk::views::{OptionView, TagView};
use crate::payments::invoices::history::history_of;
use crate::payments::invoices::queries::{InvoiceAccount, find_account, list_accounts};
use crate::payments::invoices::standing::InvoiceStanding;
use crate::payments::invoices::write_off;
use crate::web::{FormView, PageContext, PageError, Permitted, Viewer, may};

/// What the list's address may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
}

impl Wanted {
    fn keeps(&self, account: &InvoiceAccount, now: Instant) -> bool {
        let standing = account.standing(now);
        let is_shown = match self.show.as_str() {
            "" | "all" => true,
            "owed" => account.money.outstanding > Pence::ZERO && account.invoice.is_some(),
            word => standing.word() == word,
        };
        let words = self.q.trim().to_lowercase();
        let number = account.invoice.as_ref().map(|invoice| invoice.number.to_lowercase()).unwrap_or_default();
        let po = account.billing.po_number.clone().unwrap_or_default().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&words);
        is_shown
            && (words.is_empty()
                || number.contains(&words)
                || po.contains(&words)
                || has(&account.customer.name)
                || has(&account.charge.reference))
    }
}

/// GET the list.
pub async fn list(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let all = list_accounts(app.db.reader()).await?;
    let (tasks, ages) = (tasks(&app, &all, now).await?, ages(&all, now));
    let kept: Vec<&InvoiceAccount> = all.iter().filter(|account| wanted.keeps(account, now)).collect();
    let query = serde_urlencoded::to_string([("show", &wanted.show), ("q", &wanted.q)]).map_err(Unexpected::from)?;
    let mut shows =
        vec![OptionView { value: "all", label: "All" }, OptionView { value: "owed", label: "Issued, something owed" }];
    shows.extend(InvoiceStanding::ALL.map(|one| OptionView { value: one.word(), label: one.tag().0 }));
    let view = ListView {
        form: FormView::filled([("show", wanted.show.as_str()), ("q", wanted.q.as_str())]),
        shows,
        is_filtered: !wanted.show.is_empty() || !wanted.q.is_empty(),
        ages,
        tasks,
        totals: sums_of(kept.iter().copied()),
        rows: kept.into_iter().map(|account| row_of(account, now)).collect(),
        csv_href: format!("/admin/money/invoices.csv?{query}"),
    };
    page.render("admin/invoices/list.html", &view)
}

/// GET the same list as a file.
pub async fn export(
    app: Data<App>,
    _officer: Permitted<may::ViewMoney>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let mut accounts = list_accounts(app.db.reader()).await?;
    accounts.retain(|account| wanted.keeps(account, now));
    let file = csv_file::write(&accounts, now)?;
    let name = format!("attachment; filename=\"invoices-{}.csv\"", london_date(now));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}

/// GET one invoice.
pub async fn show(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    render(&app, &page, (&account, &officer.viewer), blank_form(&account), StatusCode::OK).await
}

/// An account by its number in the address.
pub(super) async fn load(app: &App, id: &str) -> Result<InvoiceAccount, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    find_account(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

/// The forms of the page before anybody typed.
pub(super) fn blank_form(account: &InvoiceAccount) -> FormView {
    let owed = account.money.outstanding;
    let amount = if owed > Pence::ZERO { owed.to_string().replace(['£', ','], "") } else { String::new() };
    FormView::filled([
        ("amount", amount),
        ("value_on", String::new()),
        ("bank_reference", String::new()),
        ("po_number", account.billing.po_number.clone().unwrap_or_default()),
        ("issue_reason", String::new()),
        ("reissue_reason", String::new()),
        ("new_po_number", account.billing.po_number.clone().unwrap_or_default()),
        ("dispute_reason", String::new()),
        ("write_off_reason", String::new()),
    ])
}

/// The page of one invoice.
pub(super) async fn render(
    app: &App,
    page: &PageContext,
    (account, viewer): (&InvoiceAccount, &Viewer),
    form: FormView,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    page.render_with(status, "admin/invoices/show.html", &account_view(app, account, viewer, form).await?)
}

async fn account_view(
    app: &App,
    account: &InvoiceAccount,
    viewer: &Viewer,
    form: FormView,
) -> Result<AccountView, Unexpected> {
    let (db, now, billing) = (app.db.reader(), app.now(), &account.billing);
    let standing = account.standing(now);
    let (label, kind) = standing.tag();
    let waiting = write_off::store::find_waiting(db, billing.charge_id).await?;
    let unused = unused_by_charge(db).await?.remove(&billing.charge_id).unwrap_or_default();
    let over = if account.money.outstanding > Pence::ZERO { Pence::ZERO } else { unused - account.money.outstanding };
    let is_issued = account.invoice.is_some();
    Ok(AccountView {
        id: billing.id,
        heading: account.invoice.as_ref().map_or("Not issued yet".to_owned(), |one| format!("Invoice {}", one.number)),
        description: account.charge.description.clone(),
        state: TagView { label, kind },
        customer: account.customer.name.clone(),
        customer_href: format!("/admin/customers/{}", account.customer.id),
        charge_reference: account.charge.reference.clone(),
        billing: billing_facts(account),
        sums: sums_of([account]),
        documents: documents_of(app, account).await?,
        history: history_of(db, account).await?,
        form,
        idempotency_key: app.tokens.uuid(),
        is_issued,
        is_open: account.money.outstanding > Pence::ZERO,
        can_issue: standing == InvoiceStanding::NotIssued,
        waits_for_po: standing == InvoiceStanding::WaitsForPurchaseOrder,
        waits_for_approval: standing == InvoiceStanding::WaitsForApproval,
        takes_po: !account.invoice.as_ref().is_some_and(|invoice| invoice.shows_po),
        is_disputed: billing.is_disputed,
        dispute_reason: billing.dispute_reason.clone(),
        write_off_waits: waiting.as_ref().map(|one| Pence::new(one.amount_pence).to_string()).unwrap_or_default(),
        write_off_is_own: waiting.is_some_and(|one| one.requested_by_id == viewer.person_id),
        overpaid: if over > Pence::ZERO { over.to_string() } else { String::new() },
        may_record: viewer.may(Permission::RecordPayments),
        may_approve: viewer.may(Permission::ApproveRefunds),
    })
}

fn billing_facts(account: &InvoiceAccount) -> Vec<RowOfFacts> {
    let billing = &account.billing;
    let promised = billing.po_promised_by.filter(|_| billing.po_number.is_none());
    let facts = [
        ("Made out to", billing.billing_name.clone()),
        ("Address", billing.billing_address.replace('\n', ", ")),
        ("Sent to", billing.billing_email.clone()),
        ("Contact", billing.contact_name.clone()),
        ("Purchase order", billing.po_number.clone().unwrap_or_default()),
        ("Purchase order promised by", promised.map(long_date).unwrap_or_default()),
        ("Their reference", billing.buyer_reference.clone()),
        ("Due", account.invoice.as_ref().map(|invoice| long_date(invoice.due_on)).unwrap_or_default()),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| RowOfFacts { label, value }).collect()
}
