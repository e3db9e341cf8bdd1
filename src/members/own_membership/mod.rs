//! What a member does about their own membership: renew it, come back, pay what is open, change its type, pause, leave, and print
//! that they are one. Each page says what will happen, with dates and money, before anything does (CO-02, CO-10, CO-12).

mod account_view;
mod leaving_pages;
mod mind_words;
mod offer;
mod papers;
mod pause_pages;
mod pay_pages;
mod queries;
mod renew;
mod renewal_view;
mod summary;
mod terms_pages;
mod type_pages;
mod words;

pub use account_view::{AccountMembership, ActionView, ComingView, account_membership};
pub use leaving_pages::{create_leaving, show_leaving};
pub use papers::{show_card, show_letter};
pub use pause_pages::{create_pause, show_pause};
pub use pay_pages::{create_payment, show_renewal, withdraw};
pub use terms_pages::{list_terms, show_terms};
pub use type_pages::{show_types, update_type};
