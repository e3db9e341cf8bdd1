//! What is promised when things break: a killed process, a full disk, a database that goes away (R1, R17, R24).

mod buyer;
mod full_disk;
mod killed;
mod postgres_away;
mod private_postgres;
mod program;
