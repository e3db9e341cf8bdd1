//! Shared kernel.
