//! What an approval gives: an open order, or the change of type it was asked for.

use super::application_kind::ApplicationKind;
use super::queries::ApplicationRecord;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{
    ChangeType, ChangeTypeError, OpenOrder, OpenOrderError, OpenedOrder, OrderKind, TypeChanged, change_type,
    open_order,
};

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

/// Why nothing was opened.
#[derive(Debug)]
pub(super) enum CannotOpen {
    /// The rules say no, in words.
    Words(String),
    /// We failed.
    Fault(Unexpected),
}

/// Opens what `application` asks for.
pub(super) async fn open_order_of(
    app: &App,
    tx: &Tx,
    application: &ApplicationRecord,
    type_code: &str,
    now: Instant,
) -> Result<OpenedFor, CannotOpen> {
    let kind = match application.kind {
        ApplicationKind::Joining => OrderKind::Joining,
        ApplicationKind::Rejoining => OrderKind::Rejoining,
        ApplicationKind::Renewal => OrderKind::Renewal,
        ApplicationKind::TypeChange => return change(app, tx, application, type_code, now).await,
    };
    let order = OpenOrder {
        person_id: application.person_id,
        kind,
        type_code: type_code.to_owned(),
        application_id: Some(application.id),
    };
    let opened = match open_order(app, tx, order.clone(), now).await {
        // The decision came after the days of grace: what was a renewal is a term after a gap.
        Err(OpenOrderError::NothingToRenew) if kind == OrderKind::Renewal => {
            open_order(app, tx, OpenOrder { kind: OrderKind::Rejoining, ..order }, now).await
        }
        opened => opened,
    };
    opened.map(|opened| opened_for(&opened)).map_err(why_not)
}

async fn change(
    app: &App,
    tx: &Tx,
    application: &ApplicationRecord,
    type_code: &str,
    now: Instant,
) -> Result<OpenedFor, CannotOpen> {
    let command = ChangeType {
        person_id: application.person_id,
        type_code: type_code.to_owned(),
        leaves_practice: false,
        application_id: Some(application.id),
        actor: Actor::Person(application.person_id),
    };
    match change_type(app, tx, &command, now).await {
        Ok(TypeChanged::ToPay(opened)) => Ok(opened_for(&opened)),
        Ok(TypeChanged::Today) => Ok(OpenedFor::Settled),
        Ok(TypeChanged::WithRenewal { from }) => Ok(OpenedFor::WithRenewal { from }),
        Err(ChangeTypeError::Unexpected(fault)) => Err(CannotOpen::Fault(fault)),
        Err(ChangeTypeError::OrderOpen(order)) => Err(CannotOpen::Words(already_open(&order))),
        Err(refusal) => Err(CannotOpen::Words(refusal.to_string())),
    }
}

fn opened_for(opened: &OpenedOrder) -> OpenedFor {
    if opened.price.is_zero() {
        return OpenedFor::Settled;
    }
    OpenedFor::ToPay { price: opened.price, open_until: opened.open_until }
}

fn already_open(order: &OpenedOrder) -> String {
    format!("There is an order that waits to be paid already ({}). Pay it or give it up first.", order.reference)
}

fn why_not(error: OpenOrderError) -> CannotOpen {
    let words = match error {
        OpenOrderError::AlreadyOpen(order) => already_open(&order),
        OpenOrderError::AlreadyMember => "This person is a member already.".to_owned(),
        OpenOrderError::TooEarly { opens_on } => format!("This can be taken from {} on.", long_date(opens_on)),
        OpenOrderError::NothingToRenew => "There is no membership that could be changed.".to_owned(),
        OpenOrderError::NeedsApplication => "This type needs an application that people decide on.".to_owned(),
        OpenOrderError::NotOffered => "This type of membership is not offered any more.".to_owned(),
        OpenOrderError::Unexpected(fault) => return CannotOpen::Fault(fault),
    };
    CannotOpen::Words(words)
}
