//! How the desk shows a status.

use crate::members::membership::Status;

/// The statuses with a member's rights.
pub(in crate::members) const MEMBERS: [Status; 6] =
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
