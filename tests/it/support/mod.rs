//! What tests stand on: one `TestApp` a test, with people, pages, mail and money.

pub mod app;
pub mod authenticator;
pub mod client;
pub mod database;
pub mod form;
pub mod html;
pub mod mail;
pub mod page;
pub mod people;
pub mod soft_key;
pub mod stripe;
pub mod work;
pub mod world;

pub use app::{TestApp, spawn_app};
