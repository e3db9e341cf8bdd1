//! What was charged, by how it stands to VAT, and the taxable total of 12 months (REP-4, AC-02). A line counts on its own day,
//! whenever its charge was raised, so that a month that is over stays as it was (REP-3).

use chrono::NaiveDate;
use entity::{charge_billing, charge_credit, charge_line, credit_note, invoice};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use super::documents::instants;
use super::sum;
use crate::kernel::uk_time::{end_of_days_before, london_date, start_of_day};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::VatTreatment;
use crate::payments::invoices::content::{ContentLine, CreditNoteContent, InvoiceContent};
use crate::payments::reports::Period;
use crate::payments::vat::{LineVat, year_up_to};

/// What was charged in a period under one VAT treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatSum {
    /// Which.
    pub treatment: VatTreatment,
    /// Prices of lines raised.
    pub charged: Pence,
    /// What was credited of lines, whenever they were raised.
    pub credited: Pence,
    /// The tax: of what is invoiced, as the invoices and credit notes of the period print it; of the rest, within the two sums
    /// before, of lines raised while the charity was registered.
    pub vat: Pence,
}

/// A part of a line's price, with its treatment and the day the line was raised.
struct Amount {
    treatment: VatTreatment,
    raised_on: NaiveDate,
    amount: Pence,
    /// What of the line is neither this part nor credited before it: nothing for a whole price.
    rest: Pence,
    /// Its charge is invoiced: the documents say the tax.
    is_invoiced: bool,
}

impl Amount {
    /// The tax in it for a body registered from a day on. What is credited of a line in parts adds up to the tax of the line.
    fn vat(&self, registered_from: Option<NaiveDate>) -> Pence {
        match registered_from {
            Some(from) if from <= self.raised_on && !self.is_invoiced => {
                let whole = self.amount + self.rest;
                LineVat::on(self.treatment, whole, self.raised_on).of_credit(self.amount, whole).vat
            }
            _ => Pence::ZERO,
        }
    }
}

/// A row of either statement: treatment, when the line was raised, pence, the line's price, what was credited of it before, and
/// the billing of its charge.
type AmountRow = (String, Instant, i64, i64, i64, Option<i64>);

fn read_charged((word, raised_at, pence, _, _, billing): AmountRow) -> Amount {
    Amount {
        treatment: VatTreatment::parse(&word).unwrap_or(VatTreatment::OutsideScope),
        raised_on: london_date(raised_at),
        amount: Pence::new(pence),
        rest: Pence::ZERO,
        is_invoiced: billing.is_some(),
    }
}

fn read_credited(row: AmountRow) -> Amount {
    let (_, _, pence, price, before, _) = row;
    Amount { rest: Pence::new(price - before - pence), ..read_charged(row) }
}

fn to_billing() -> RelationDef {
    charge_line::Entity::belongs_to(charge_billing::Entity)
        .from(charge_line::Column::ChargeId)
        .to(charge_billing::Column::ChargeId)
        .into()
}

async fn charged(db: &impl ConnectionTrait, (from, to): (Instant, Instant)) -> Result<Vec<Amount>, Unexpected> {
    use charge_line::Column;
    let rows: Vec<AmountRow> = charge_line::Entity::find()
        .select_only()
        .column(Column::VatTreatment)
        .column(Column::RaisedAt)
        .column_as(Column::PricePence, "amount")
        .column_as(Column::PricePence, "price")
        .column_as(Expr::value(0_i64), "before")
        .column_as(charge_billing::Column::Id, "billing")
        .join(JoinType::LeftJoin, to_billing())
        .filter(Column::RaisedAt.gte(from))
        .filter(Column::RaisedAt.lt(to))
        .filter(Column::PricePence.gt(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_charged).collect())
}

async fn credited(db: &impl ConnectionTrait, (from, to): (Instant, Instant)) -> Result<Vec<Amount>, Unexpected> {
    let to_line = charge_credit::Entity::belongs_to(charge_line::Entity)
        .from(charge_credit::Column::ChargeLineId)
        .to(charge_line::Column::Id);
    let rows: Vec<AmountRow> = charge_credit::Entity::find()
        .select_only()
        .column(charge_line::Column::VatTreatment)
        .column(charge_line::Column::RaisedAt)
        .column(charge_credit::Column::AmountPence)
        .column(charge_line::Column::PricePence)
        .column_as(credited_before(), "before")
        .column_as(charge_billing::Column::Id, "billing")
        .join(JoinType::InnerJoin, to_line.into())
        .join(JoinType::LeftJoin, to_billing())
        .filter(charge_credit::Column::CreditedAt.gte(from))
        .filter(charge_credit::Column::CreditedAt.lt(to))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read_credited).collect())
}

/// What was credited of the same line before a credit.
fn credited_before() -> SimpleExpr {
    use charge_credit::{Column, Entity};
    let earlier = |column: Column| Expr::col((Alias::new("earlier"), column));
    let amounts = Query::select()
        .expr(sum(earlier(Column::AmountPence)))
        .from_as(Entity, Alias::new("earlier"))
        .and_where(earlier(Column::ChargeLineId).eq(Expr::col((Entity, Column::ChargeLineId))))
        .and_where(earlier(Column::Id).lt(Expr::col((Entity, Column::Id))))
        .to_owned();
    Expr::expr(SimpleExpr::SubQuery(None, Box::new(amounts.into()))).if_null(0)
}

/// The tax on the documents of the period, line by line; below zero on credit notes. They are frozen, and nothing is on those of
/// days before the registration (AC-01, AC-04).
async fn documented(db: &impl ConnectionTrait, period: Period) -> Result<Vec<(VatTreatment, Pence)>, Unexpected> {
    let days = (period.first_day(), period.last_day());
    let invoices: Vec<serde_json::Value> = invoice::Entity::find()
        .select_only()
        .column(invoice::Column::Content)
        .filter(invoice::Column::IssuedOn.between(days.0, days.1))
        .into_tuple()
        .all(db)
        .await?;
    let notes: Vec<serde_json::Value> = credit_note::Entity::find()
        .select_only()
        .column(credit_note::Column::Content)
        .filter(credit_note::Column::IssuedOn.between(days.0, days.1))
        .into_tuple()
        .all(db)
        .await?;
    let mut found = Vec::new();
    let taxed = |line: ContentLine| line.vat.map(|vat| (vat.treatment, vat.vat));
    for content in invoices {
        found.extend(serde_json::from_value::<InvoiceContent>(content)?.lines.into_iter().filter_map(taxed));
    }
    for content in notes {
        let lines = serde_json::from_value::<CreditNoteContent>(content)?.lines.into_iter().filter_map(taxed);
        found.extend(lines.map(|(treatment, vat)| (treatment, -vat)));
    }
    Ok(found)
}

/// Charged and credited in the period, by how it stands to VAT, with the tax from the day of the registration on. Treatments
/// without any of them are left out.
pub async fn vat_sums(
    db: &impl ConnectionTrait,
    period: Period,
    registered_from: Option<NaiveDate>,
) -> Result<Vec<VatSum>, Unexpected> {
    let (charged, credited) = (charged(db, instants(period)).await?, credited(db, instants(period)).await?);
    let documented = if registered_from.is_some() { documented(db, period).await? } else { Vec::new() };
    let tax = |one: &Amount| one.vat(registered_from);
    let sum = |treatment: VatTreatment| {
        let of = |all: &[Amount], figure: &dyn Fn(&Amount) -> Pence| -> Pence {
            all.iter().filter(|one| one.treatment == treatment).map(figure).sum()
        };
        let printed: Pence = documented.iter().filter(|(of, _)| *of == treatment).map(|(_, vat)| *vat).sum();
        VatSum {
            treatment,
            charged: of(&charged, &|one| one.amount),
            credited: of(&credited, &|one| one.amount),
            vat: of(&charged, &tax) - of(&credited, &tax) + printed,
        }
    };
    let sums = VatTreatment::ALL.map(sum).into_iter();
    Ok(sums.filter(|sum| [sum.charged, sum.credited, sum.vat].iter().any(|figure| !figure.is_zero())).collect())
}

/// What was sold in the 12 months that end with `today` and is taxable, or would be, less what was credited of it (AC-02).
pub async fn taxable_total(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Pence, Unexpected> {
    let year = (start_of_day(year_up_to(today)), end_of_days_before(today, 0));
    let of = |all: Vec<Amount>| -> Pence {
        all.iter().filter(|one| VatTreatment::TAXABLE.contains(&one.treatment)).map(|one| one.amount).sum()
    };
    Ok(of(charged(db, year).await?) - of(credited(db, year).await?))
}
