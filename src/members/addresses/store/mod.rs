//! Statements of changes of address, and on the addresses themselves.

mod changes;
mod held;

pub(super) use changes::{
    NewChange, Outcome, claim_try, close_change, find_change, give_time, list_due, mark_confirmed, mark_noticed,
    read_change, replace_change, save_codes, tidy,
};
pub(super) use held::{delete_address, insert_verified, move_primary};
