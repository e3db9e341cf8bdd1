//! The directory: members find members. Nobody is in it who did not ask to be; what is shown is chosen field by field; whoever
//! has no rights today is gone today, because the list is derived and never kept. No postal address, telephone or registration
//! number is ever shown (PR-03), and no email address: messages are relayed.

mod emails;
mod entry;
mod forms;
mod interest;
mod level;
mod list_pages;
mod queries;
mod relay_message;
mod relay_pages;
mod report_message;
mod report_pages;
mod settings_pages;
mod store;
mod views;

pub use entry::{DirectoryEntry, put_entry};
pub use interest::Interest;
pub use level::Level;
pub use list_pages::{list_members, list_public, show_member};
pub use queries::{export, is_anybody_public};
pub use relay_pages::{new_message, send_message};
pub use report_pages::{report, show_report};
pub use settings_pages::{hide, show_settings, update_settings};
