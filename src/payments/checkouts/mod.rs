//! Attempts to pay by card: a row in the seller's transaction, a hosted page at Stripe opened afterwards, and what became
//! of it, learnt from webhooks and by asking.

pub mod apply_session;
pub mod checkout_state;
pub mod end_checkouts;
pub mod look_up;
pub mod open_checkout;
pub mod request;
pub mod start_checkout;
pub(super) mod store;

pub use end_checkouts::{CHECK_CHECKOUT, CheckCheckout, CheckoutsEnded, end_checkouts};
pub use look_up::look_up_checkout;
pub use open_checkout::{OpenCheckoutError, open_checkout};
pub use request::{CheckoutLine, CheckoutRequest};
pub use start_checkout::{NewCheckout, start_checkout};
