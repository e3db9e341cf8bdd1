//! What membership does by itself.

pub use super::orders::jobs::{CLOSE_ORDER_PAGE, run_close_order_page};
