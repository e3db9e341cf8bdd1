//! Joining on the web: what each type is, one question a page, the check before sending, the payment, and the page that says how
//! it stands. The pages only ask and show; `applications` and `membership` decide.

mod check_page;
mod done_page;
mod front_page;
mod own_application;
mod payment_page;
mod step_answer;
mod step_form;
mod step_page;
mod step_view;
mod type_view;
mod way_back;

pub use check_page::{create_application, show_check};
pub use done_page::show_done;
pub use front_page::show_join;
pub use own_application::{create_answer, create_withdrawal, show_own_application};
pub use payment_page::{create_payment, show_payment};
pub use step_page::{continue_draft, save_step, show_step};
pub use way_back::create_return_link;
