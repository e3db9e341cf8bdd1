//! The status of thousands of people in one statement: `membership::status_on` for today, as conditions for the database. A test
//! compares the two on chains made by chance.

mod queries;

use crate::members::membership::Status;

pub(super) use queries::{has_status, last_day_of_chain, last_kind_code, last_kind_name, status_expression};

/// The statuses with a member's rights.
pub(super) const MEMBERS: [Status; 6] =
    [Status::Current, Status::Due, Status::Grace, Status::Paused, Status::Honorary, Status::Life];

/// The kind of tag a status is shown with.
pub(super) const fn status_tag(status: Status) -> &'static str {
    match status {
        Status::Current | Status::Honorary | Status::Life => "done",
        Status::Due | Status::Grace | Status::AwaitingPayment | Status::Applied | Status::Paused => "caution",
        Status::Suspended | Status::Removed => "problem",
        Status::Lapsed | Status::Resigned | Status::Deceased | Status::None => "plain",
    }
}
