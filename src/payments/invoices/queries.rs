//! Reads about invoices: for desks, customers' pages, notices and documents.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{charge, charge_billing, credit_note, customer, invoice, invoice_notice};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::standing::{InvoiceStanding, StandingFacts, standing_of};
use super::store::{BillingRow, CreditNoteRow, InvoiceRow, find_billing, find_billing_of, find_current_invoice};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ChargeMoney;
use crate::payments::customers::queries::customers_by_id;
use crate::payments::queries::{charge_money, money_of_charges};
use crate::payments::store as charges;

/// The most that one list reads.
const MOST: u64 = 5_000;

/// A charge that is invoiced, with everything its standing is told from.
#[derive(Clone, Debug)]
pub struct InvoiceAccount {
    /// How it is billed.
    pub billing: BillingRow,
    /// To whom.
    pub customer: customer::Model,
    /// What.
    pub charge: charge::Model,
    /// The invoice in force.
    pub invoice: Option<InvoiceRow>,
    /// Its sums.
    pub money: ChargeMoney,
}

impl InvoiceAccount {
    /// How it stands.
    pub fn standing(&self, now: Instant) -> InvoiceStanding {
        let facts = StandingFacts {
            due_on: self.invoice.as_ref().map(|invoice| invoice.due_on),
            is_approved: self.billing.is_checked,
            lacks_po: self.customer.requires_po && self.billing.po_number.is_none(),
            money: self.money,
        };
        standing_of(&facts, now)
    }

    /// What it comes to after credits.
    pub fn net(&self) -> Pence {
        self.money.charged - self.money.credited
    }
}

/// Whether a charge is paid by an invoice: one that waits, is issued, or is paid.
pub async fn is_invoiced(db: &impl ConnectionTrait, charge_id: i64) -> Result<bool, Unexpected> {
    Ok(find_billing_of(db, charge_id).await?.is_some())
}

/// Accounts that match, the newest first.
async fn list_where(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<InvoiceAccount>, Unexpected> {
    let billings = charge_billing::Entity::find()
        .filter(which)
        .order_by_desc(charge_billing::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let customers = customers_by_id(db).await?;
    let charge_ids: Vec<i64> = billings.iter().map(|billing| billing.charge_id).collect();
    let mut charges: BTreeMap<i64, charge::Model> = BTreeMap::new();
    let mut invoices: BTreeMap<i64, InvoiceRow> = BTreeMap::new();
    let mut money: BTreeMap<i64, ChargeMoney> = BTreeMap::new();
    for some in charge_ids.chunks(500) {
        let rows = charge::Entity::find().filter(charge::Column::Id.is_in(some.iter().copied())).all(db).await?;
        charges.extend(rows.into_iter().map(|row| (row.id, row)));
        money.extend(money_of_charges(db, some).await?);
    }
    let billing_ids: Vec<i64> = billings.iter().map(|billing| billing.id).collect();
    for some in billing_ids.chunks(500) {
        let rows = invoice::Entity::find()
            .filter(invoice::Column::BillingId.is_in(some.iter().copied()))
            .filter(invoice::Column::ReplacedAt.is_null())
            .all(db)
            .await?;
        invoices.extend(rows.into_iter().map(|row| (row.billing_id, row)));
    }
    let account = |billing: BillingRow| {
        Ok(InvoiceAccount {
            customer: customers.get(&billing.customer_id).cloned().context("a billing's customer is missing")?,
            charge: charges.remove(&billing.charge_id).context("a billing's charge is missing")?,
            invoice: invoices.remove(&billing.id),
            money: money.remove(&billing.charge_id).unwrap_or_default(),
            billing,
        })
    };
    billings.into_iter().map(account).collect()
}

/// Every account, the newest first.
pub async fn list_accounts(db: &impl ConnectionTrait) -> Result<Vec<InvoiceAccount>, Unexpected> {
    list_where(db, Condition::all()).await
}

/// Those of one customer, the newest first.
pub async fn list_accounts_of(db: &impl ConnectionTrait, customer_id: i64) -> Result<Vec<InvoiceAccount>, Unexpected> {
    list_where(db, Condition::all().add(charge_billing::Column::CustomerId.eq(customer_id))).await
}

/// Those on which something is owed.
pub(super) async fn list_open_accounts(db: &impl ConnectionTrait) -> Result<Vec<InvoiceAccount>, Unexpected> {
    let mut accounts = list_accounts(db).await?;
    accounts.retain(|account| account.money.outstanding > Pence::ZERO);
    Ok(accounts)
}

/// One account by its billing's row.
pub async fn find_account(db: &impl ConnectionTrait, billing_id: i64) -> Result<Option<InvoiceAccount>, Unexpected> {
    match find_billing(db, billing_id).await? {
        Some(billing) => Ok(Some(account_of(db, billing).await?)),
        None => Ok(None),
    }
}

/// The account of a charge, if it is invoiced.
pub async fn find_account_of_charge(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Option<InvoiceAccount>, Unexpected> {
    match find_billing_of(db, charge_id).await? {
        Some(billing) => Ok(Some(account_of(db, billing).await?)),
        None => Ok(None),
    }
}

async fn account_of(db: &impl ConnectionTrait, billing: BillingRow) -> Result<InvoiceAccount, Unexpected> {
    Ok(InvoiceAccount {
        customer: crate::payments::customers::store::load(db, billing.customer_id).await?,
        charge: charges::load_charge(db, billing.charge_id).await?,
        invoice: find_current_invoice(db, billing.id).await?,
        money: charge_money(db, billing.charge_id).await?,
        billing,
    })
}

/// An invoice that must exist.
pub(super) async fn load_invoice(db: &impl ConnectionTrait, id: i64) -> Result<InvoiceRow, Unexpected> {
    invoice::Entity::find_by_id(id).one(db).await?.context("an invoice is missing")
}

/// A credit note that must exist.
pub(super) async fn load_credit_note(db: &impl ConnectionTrait, id: i64) -> Result<CreditNoteRow, Unexpected> {
    credit_note::Entity::find_by_id(id).one(db).await?.context("a credit note is missing")
}

/// Every invoice of a billing, the oldest first; the last may be in force.
pub(in crate::payments) async fn invoices_of(
    db: &impl ConnectionTrait,
    billing_ids: &[i64],
) -> Result<Vec<InvoiceRow>, Unexpected> {
    let mine = invoice::Column::BillingId.is_in(billing_ids.iter().copied());
    Ok(invoice::Entity::find().filter(mine).order_by_asc(invoice::Column::Id).all(db).await?)
}

/// Every credit note of these invoices, the oldest first.
pub(in crate::payments) async fn credit_notes_of(
    db: &impl ConnectionTrait,
    invoice_ids: &[i64],
) -> Result<Vec<CreditNoteRow>, Unexpected> {
    let mine = credit_note::Column::InvoiceId.is_in(invoice_ids.iter().copied());
    Ok(credit_note::Entity::find().filter(mine).order_by_asc(credit_note::Column::Id).all(db).await?)
}

/// The notices that went out about a billing, the oldest first.
pub(super) async fn notices_of(
    db: &impl ConnectionTrait,
    billing_id: i64,
) -> Result<Vec<invoice_notice::Model>, Unexpected> {
    let mine = invoice_notice::Column::BillingId.eq(billing_id);
    Ok(invoice_notice::Entity::find().filter(mine).order_by_asc(invoice_notice::Column::Id).all(db).await?)
}

/// What a seller's pages need to know of a charge's invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceBrief {
    /// The billing's row, subject of the customer's link.
    pub billing_id: i64,
    /// For that link.
    pub link_generation: i32,
    /// The invoice's number, once issued.
    pub number: Option<String>,
    /// The last day to pay.
    pub due_on: Option<NaiveDate>,
    /// How it stands.
    pub standing: InvoiceStanding,
}

/// The invoice of a charge in brief.
pub async fn invoice_brief(
    db: &impl ConnectionTrait,
    charge_id: i64,
    now: Instant,
) -> Result<Option<InvoiceBrief>, Unexpected> {
    let account = find_account_of_charge(db, charge_id).await?;
    Ok(account.map(|account| InvoiceBrief {
        billing_id: account.billing.id,
        link_generation: account.billing.link_generation,
        standing: account.standing(now),
        number: account.invoice.as_ref().map(|invoice| invoice.number.clone()),
        due_on: account.invoice.as_ref().map(|invoice| invoice.due_on),
    }))
}
