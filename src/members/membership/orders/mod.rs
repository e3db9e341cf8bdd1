//! Orders of terms: opened, paid by card or bank transfer, and turned into a term when the money is all there. One open order a
//! person, so that two tabs meet one order and one charge.

mod accept_terms;
mod close_order;
mod emails;
mod expire_orders;
pub(super) mod jobs;
pub(super) mod letters;
mod open_order;
pub(super) mod order;
pub(super) mod order_rules;
mod pay_order;
pub(super) mod queries;
mod settle_order;
mod store;
mod waive_order;
mod withdraw_order;

pub(super) use close_order::close_open_order;
pub(super) use open_order::{ReadyOrder, meet_open_order, place_order};
pub(super) use waive_order::{open_free, waive_order};

pub use accept_terms::accept_terms;
pub use expire_orders::{expire_orders, remind_unpaid};
pub use open_order::{OpenOrder, OpenOrderError, open_order};
pub use order::{OpenedOrder, OrderKind, OrderPayer, OrderState, OrderSummary};
pub use pay_order::{BankTransfer, HowToPay, PayBy, PayOrder, PayOrderError, bank_transfer, has_seen, pay_order};
pub use queries::{earned_days, find_open_order, find_order, load_order, orders_of};
pub use settle_order::{OrderSettlement, settle_order, settle_order_from};
pub use withdraw_order::withdraw_order;
