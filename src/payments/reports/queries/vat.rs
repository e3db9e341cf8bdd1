//! What was charged, by how it stands to VAT, and the taxable total of 12 months (REP-4, AC-02).

use chrono::NaiveDate;
use entity::{charge, charge_credit, charge_line};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use super::documents::instants;
use crate::kernel::uk_time::{end_of_days_before, london_date, start_of_day};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::VatTreatment;
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
    /// The tax within the two, line by line, of lines raised while the charity was registered.
    pub vat: Pence,
}

/// One amount with its treatment and the day of its charge.
struct Amount {
    treatment: VatTreatment,
    raised_on: NaiveDate,
    amount: Pence,
}

/// A row of either statement: treatment, when the charge was raised, pence.
type AmountRow = (String, Instant, i64);

fn read((word, raised_at, pence): AmountRow) -> Amount {
    Amount {
        treatment: VatTreatment::parse(&word).unwrap_or(VatTreatment::OutsideScope),
        raised_on: london_date(raised_at),
        amount: Pence::new(pence),
    }
}

async fn charged(db: &impl ConnectionTrait, (from, to): (Instant, Instant)) -> Result<Vec<Amount>, Unexpected> {
    let rows: Vec<AmountRow> = charge_line::Entity::find()
        .select_only()
        .column(charge_line::Column::VatTreatment)
        .column(charge::Column::RaisedAt)
        .column(charge_line::Column::PricePence)
        .join(JoinType::InnerJoin, to_charge())
        .filter(charge::Column::RaisedAt.gte(from))
        .filter(charge::Column::RaisedAt.lt(to))
        .filter(charge_line::Column::PricePence.gt(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

async fn credited(db: &impl ConnectionTrait, (from, to): (Instant, Instant)) -> Result<Vec<Amount>, Unexpected> {
    let to_line = charge_credit::Entity::belongs_to(charge_line::Entity)
        .from(charge_credit::Column::ChargeLineId)
        .to(charge_line::Column::Id);
    let rows: Vec<AmountRow> = charge_credit::Entity::find()
        .select_only()
        .column(charge_line::Column::VatTreatment)
        .column(charge::Column::RaisedAt)
        .column(charge_credit::Column::AmountPence)
        .join(JoinType::InnerJoin, to_line.into())
        .join(JoinType::InnerJoin, to_charge())
        .filter(charge_credit::Column::CreditedAt.gte(from))
        .filter(charge_credit::Column::CreditedAt.lt(to))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn to_charge() -> sea_orm::RelationDef {
    charge_line::Entity::belongs_to(charge::Entity).from(charge_line::Column::ChargeId).to(charge::Column::Id).into()
}

/// Charged and credited in the period, by how it stands to VAT, with the tax in it from the day of the registration on.
/// Treatments without either are left out.
pub async fn vat_sums(
    db: &impl ConnectionTrait,
    period: Period,
    registered_from: Option<NaiveDate>,
) -> Result<Vec<VatSum>, Unexpected> {
    let (charged, credited) = (charged(db, instants(period)).await?, credited(db, instants(period)).await?);
    let tax = |one: &Amount| match registered_from {
        Some(from) if from <= one.raised_on => LineVat::on(one.treatment, one.amount, one.raised_on).vat,
        _ => Pence::ZERO,
    };
    let sum = |treatment: VatTreatment| {
        let of = |all: &[Amount], figure: &dyn Fn(&Amount) -> Pence| -> Pence {
            all.iter().filter(|one| one.treatment == treatment).map(figure).sum()
        };
        VatSum {
            treatment,
            charged: of(&charged, &|one| one.amount),
            credited: of(&credited, &|one| one.amount),
            vat: of(&charged, &tax) - of(&credited, &tax),
        }
    };
    let sums = VatTreatment::ALL.map(sum).into_iter();
    Ok(sums.filter(|sum| !sum.charged.is_zero() || !sum.credited.is_zero()).collect())
}

/// What was sold in the 12 months that end with `today` and is taxable, or would be, less what was credited of it (AC-02).
pub async fn taxable_total(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Pence, Unexpected> {
    let year = (start_of_day(year_up_to(today)), end_of_days_before(today, 0));
    let of = |all: Vec<Amount>| -> Pence {
        all.iter().filter(|one| VatTreatment::TAXABLE.contains(&one.treatment)).map(|one| one.amount).sum()
    };
    Ok(of(charged(db, year).await?) - of(credited(db, year).await?))
}
