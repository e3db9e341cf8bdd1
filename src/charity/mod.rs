//! The identity's editor and public information pages.
