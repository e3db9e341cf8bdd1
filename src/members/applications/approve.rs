//! What an approval gives: an open order, or the change of type it was asked for.

use sea_orm::DatabaseTransaction;

use super::application_kind::ApplicationKind;
use super::queries::ApplicationRecord;
use crate::app::App;
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{OpenOrder, OpenOrderError, OrderKind, open_order};

/// What came of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum OpenedFor {
    /// An order waits for its money until this instant.
    ToPay {
        /// What it costs.
        price: Pence,
        /// The first instant at which it can no longer be paid.
        open_until: Instant,
    },
    /// It cost nothing and holds.
    Settled,
    /// The other type begins with the next renewal.
    WithRenewal {
        /// Its first day.
        from: chrono::NaiveDate,
    },
}

/// Opens what `application` asks for.
pub(super) async fn open_order_of(
    app: &App,
    tx: &DatabaseTransaction,
    application: &ApplicationRecord,
    type_code: &str,
    now: Instant,
) -> Result<OpenedFor, OpenOrderError> {
    let kind = match application.kind {
        ApplicationKind::Joining => OrderKind::Joining,
        ApplicationKind::Rejoining => OrderKind::Rejoining,
        ApplicationKind::TypeChange => OrderKind::TypeChange,
    };
    let order = OpenOrder {
        person_id: application.person_id,
        kind,
        type_code: type_code.to_owned(),
        application_id: Some(application.id),
    };
    let opened = open_order(app, tx, order, now).await?;
    if opened.price.is_zero() {
        return Ok(OpenedFor::Settled);
    }
    Ok(OpenedFor::ToPay { price: opened.price, open_until: opened.open_until })
}

/// A refusal in words; the fault, when it was none.
pub(super) fn cannot_open(error: OpenOrderError) -> Result<String, Unexpected> {
    match error {
        OpenOrderError::AlreadyOpen(order) => Ok(format!(
            "There is an order that waits to be paid already ({}). Pay it or give it up first.",
            order.reference
        )),
        OpenOrderError::AlreadyMember => Ok("This person is a member already.".to_owned()),
        OpenOrderError::TooEarly { opens_on } => Ok(format!("This can be taken from {} on.", long_date(opens_on))),
        OpenOrderError::NothingToRenew => Ok("There is no membership that could be changed.".to_owned()),
        OpenOrderError::NeedsApplication => Ok("This type needs an application that people decide on.".to_owned()),
        OpenOrderError::NotOffered => Ok("This type of membership is not offered any more.".to_owned()),
        OpenOrderError::Unexpected(fault) => Err(fault),
    }
}
