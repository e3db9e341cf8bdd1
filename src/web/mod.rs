//! The shell every page stands on: rendering, forms, cross-site protection, flash messages, errors, assets, kept pages.
//! It knows no feature: a viewer is a name and permissions, the site's identity a handful of strings.

pub mod access;
pub mod assets;
pub mod client_address;
pub mod cookies;
pub mod csrf;
pub mod flash;
pub mod form;
pub mod json_ld;
pub mod kept_pages;
pub mod markdown;
pub mod metrics;
pub mod moment;
pub mod page;
pub mod page_error;
pub mod pagination;
pub mod posted;
pub mod read_together;
pub mod render;
pub mod request_log;
mod route_groups;
pub mod route_table;
pub mod security_headers;
pub mod shell;
pub mod site_identity;
pub mod text_input;
pub mod upload;

pub use access::{Access, Demand, HalfSignedIn, Permitted, SignedIn, Viewer, may};
pub use flash::Flash;
pub use form::{FieldError, FieldErrors, FormView};
pub use moment::MomentView;
pub use page::PageContext;
pub use page_error::PageError;
pub use pagination::{Page, Pagination};
pub use posted::Posted;
pub use render::Templates;
pub use shell::Shell;
pub use site_identity::SiteIdentity;
pub use text_input::TextInput;
pub use upload::{Uploaded, UploadedFile, Uploads};
