//! Applications: filled in, sent, decided, paid.

mod bad_input;
mod change_type;
mod decide;
mod drafts;
mod evidence;
mod filling_in;
mod join;
mod queue;
mod renewals;
mod second_person;
