//! What is promised when things break: a killed process, a full disk, a database that goes away (R1, R10, R17, R24); and when
//! everybody comes at once, to one process or two (R3, R6).

mod buyer;
mod full_disk;
mod killed;
mod killed_at_stripe;
mod many_writers;
mod postgres_away;
mod private_postgres;
mod program;
mod reading_together;
mod transactions;
mod two_processes;
