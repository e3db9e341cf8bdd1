//! The association's public voice: news, press releases and statements, with every revision kept.
//!
//! Words are Markdown and reach a page only through `web::markdown`. What is published has one address for good; what is
//! withdrawn keeps its page, which says why.

mod create_post;
pub mod desk;
pub mod feed;
pub mod pages;
pub mod person_hooks;
mod post;
mod publish_post;
pub mod queries;
mod store;
mod update_post;
pub mod views;

pub use create_post::create_post;
pub use post::{PostChange, PostContent, PostDetails, PostId, PostKind, PostState};
pub use publish_post::{ChangePostError, publish_post, withdraw_post};
pub use queries::{find_post, latest_posts, list_published_posts};
pub use update_post::{UpdatePostError, update_post};
pub use views::NewsCard;
