//! Courses and dated events: what and when.
