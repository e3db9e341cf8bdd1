//! What membership does by itself.

pub use super::orders::jobs::{
    CLOSE_ORDER_PAGE, EXPIRE_ORDERS, REMIND_UNPAID, run_close_order_page, run_expire_orders, run_remind_unpaid,
};
pub use super::reminders::{REMIND_RENEWALS, run_remind_renewals};
