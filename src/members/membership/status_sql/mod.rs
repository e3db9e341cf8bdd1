//! The status of thousands of people in one statement: [`status_on`](super::status_on) as conditions for the database. A test
//! compares the two on chains made by chance.

mod queries;

pub(in crate::members) use queries::{
    has_rights, has_status, last_day_of_chain, last_kind_code, last_kind_name, narrowed_to, status_expression,
    type_is_in_directory,
};
