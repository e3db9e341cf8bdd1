//! An instant as a template shows it: words for people, a value for machines (the `moment` component takes both).

use serde::Serialize;

use crate::kernel::{Instant, uk_time};

/// An instant in words and for machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MomentView {
    /// RFC 3339 with London's offset.
    pub at: String,
    /// UK time.
    pub words: String,
}

impl MomentView {
    /// `4 Sep 2026, 9:30am`, for tables.
    pub fn short(at: Instant) -> Self {
        let wall = uk_time::london(at);
        let words = format!("{}, {}", wall.format("%-d %b %Y"), uk_time::clock_time(wall.time()));
        Self { at: uk_time::rfc3339_london(at), words }
    }

    /// `Friday 4 September 2026 at 9:30am (UK time)`, for sentences.
    pub fn long(at: Instant) -> Self {
        Self { at: uk_time::rfc3339_london(at), words: uk_time::date_and_time(at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_it_shortly_and_in_uk_time() {
        let view = MomentView::short("2026-09-04T08:30:00Z".parse().unwrap());

        assert_eq!((view.words.as_str(), view.at.as_str()), ("4 Sep 2026, 9:30am", "2026-09-04T09:30:00+01:00"));
    }
}
