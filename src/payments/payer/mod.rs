//! What one person was charged, for the page of that person.

mod queries;

pub use queries::{PayersCharge, ReceivedMoney, charges_of_payer};
