//! Campaign news and press releases.
