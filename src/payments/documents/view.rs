//! A document in words: exactly what its page and its PDF may print.

use serde::Serialize;

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct DocumentView {
    /// "Invoice NAIRO-2026-00001, The charity": the PDF's title.
    pub(in crate::payments) title: String,
    /// "Invoice", "Credit note", "Pro-forma", "Receipt" or "Statement".
    pub(in crate::payments) kind: &'static str,
    /// Number or reference.
    pub(in crate::payments) number: String,
    /// What it must not be taken for; empty on most.
    pub(in crate::payments) warning: String,
    pub(in crate::payments) seller: SellerView,
    pub(in crate::payments) buyer_label: &'static str,
    /// Name and address, lines.
    pub(in crate::payments) buyer: Vec<String>,
    pub(in crate::payments) facts: Vec<FactView>,
    /// What the columns of the lines are called; all but the first are of amounts.
    pub(in crate::payments) columns: Vec<&'static str>,
    pub(in crate::payments) lines: Vec<DocumentLine>,
    pub(in crate::payments) sums: Vec<SumView>,
    pub(in crate::payments) sections: Vec<SectionView>,
    /// Who we are, at the foot of every page (CH-02).
    pub(in crate::payments) foot: Vec<String>,
}

/// A document as a page.
#[derive(Debug, Serialize)]
pub(in crate::payments) struct DocumentPage {
    #[serde(flatten)]
    pub(in crate::payments) document: DocumentView,
    /// Where its PDF is, or empty.
    pub(in crate::payments) pdf: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct SellerView {
    pub(in crate::payments) name: String,
    pub(in crate::payments) lines: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct FactView {
    pub(in crate::payments) label: &'static str,
    pub(in crate::payments) value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct DocumentLine {
    pub(in crate::payments) description: String,
    /// "£40 off £90", or empty (AC-16).
    pub(in crate::payments) note: String,
    /// A figure for each column of amounts.
    pub(in crate::payments) cells: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct SumView {
    pub(in crate::payments) label: String,
    pub(in crate::payments) value: String,
    pub(in crate::payments) strong: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::payments) struct SectionView {
    pub(in crate::payments) title: &'static str,
    pub(in crate::payments) paragraphs: Vec<String>,
    pub(in crate::payments) facts: Vec<FactView>,
}

impl FactView {
    /// A fact, unless its value is empty.
    pub(super) fn unless_empty(label: &'static str, value: impl Into<String>) -> Option<Self> {
        let value = value.into();
        (!value.is_empty()).then_some(Self { label, value })
    }
}
