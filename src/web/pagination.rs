//! Pages of a list, as the template's `pagination` component takes them.

use serde::Serialize;

/// Which page was asked for; 1 is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: u64,
    /// Rows a page.
    pub size: u64,
}

impl Page {
    /// From a `?page=` value; anything odd is page 1.
    pub fn from_query(text: Option<&str>, size: u64) -> Self {
        let number = text.and_then(|text| text.parse().ok()).filter(|n| (1..=100_000).contains(n)).unwrap_or(1);
        Self { number, size }
    }

    /// Rows to pass over.
    pub fn offset(self) -> u64 {
        (self.number - 1) * self.size
    }
}

/// What the component shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pagination {
    /// The page shown.
    pub current: u64,
    /// The last page, at least 1.
    pub last: u64,
    /// All rows.
    pub total: u64,
    /// Address of the page before, or none.
    pub previous_url: Option<String>,
    /// Address of the page after, or none.
    pub next_url: Option<String>,
}

impl Pagination {
    /// `base` is the list's address, with its filters and ready for `page=N` (ends in `?` or `&`).
    pub fn new(page: Page, total: u64, base: &str) -> Self {
        let last = total.div_ceil(page.size).max(1);
        let url = |number: u64| format!("{base}page={number}");
        Self {
            current: page.number,
            last,
            total,
            previous_url: (page.number > 1).then(|| url(page.number - 1)),
            next_url: (page.number < last).then(|| url(page.number + 1)),
        }
    }
}
