//! Lets a price go: the open order, or a new one, becomes its term without money, with a reason on record.

use super::fact_kind::FactKind;
use super::officer_act::{ByOfficer, OfficerActError, OfficerFact, put_on_record};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::members::membership::orders::{
    OpenOrder, OpenOrderError, OrderKind, find_open_order, open_free, waive_order,
};
use crate::members::membership::queries::load_chain;

/// Whose price is let go.
#[derive(Clone, Debug)]
pub struct WaivePrice {
    /// The person.
    pub person_id: i64,
    /// Code of the type, for somebody without an open order.
    pub type_code: String,
    /// Who, and why.
    pub by: ByOfficer,
}

/// Makes the term free of charge and gives the order's reference. Without an open order, one is opened for a renewal where one
/// is due, else for joining.
pub async fn waive_price(app: &App, command: WaivePrice) -> Result<String, OfficerActError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let today = london_date(now);
            let fact = OfficerFact {
                person_id: command.person_id,
                kind: FactKind::Waived,
                starts_on: today,
                ends_on: Some(today),
                minute_reference: None,
            };
            put_on_record(tx, fact, &command.by, now).await?;
            if let Some(order) = find_open_order(tx, command.person_id).await? {
                waive_order(app, tx, &order, now).await?;
                return Ok(order.reference);
            }
            let chain = load_chain(tx, command.person_id).await?;
            let kind = if chain.standing_on(today).is_member() { OrderKind::Renewal } else { OrderKind::Joining };
            let new = OpenOrder {
                person_id: command.person_id,
                kind,
                type_code: command.type_code.clone(),
                application_id: None,
            };
            match open_free(app, tx, new, now).await {
                Ok(order) => Ok(order.reference),
                Err(OpenOrderError::NotOffered) => Err(OfficerActError::NoSuchType),
                Err(other) => Err(other.into()),
            }
        })
        .await
}
