//! Typesets a document from values into tagged PDF, PDF/UA-1, in a crate of its own so that the typesetting engine is compiled
//! once. Words come in as values and never as source, so nobody can write markup into a document; no file and no network is
//! read; the same values give the same bytes.

mod values;

use std::sync::LazyLock;

use serde_json::Value as Json;
use typst::foundations::Smart;
use typst::layout::{Frame, FrameItem};
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_as_lib::{TypstEngine, TypstTemplateMainFile};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The layout shared by invoice, credit note, pro-forma, receipt and statement. It reads its values as `sys.inputs`.
const MONEY_DOCUMENT: &str = include_str!("money_document.typ");

static ENGINE: LazyLock<TypstEngine<TypstTemplateMainFile>> = LazyLock::new(|| {
    let fonts = TypstKitFontOptions::new().include_system_fonts(false).include_embedded_fonts(true);
    TypstEngine::builder().main_file(MONEY_DOCUMENT).search_fonts_with(fonts).build()
});

/// A document on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeset {
    /// The file.
    pub pdf: Vec<u8>,
    /// Every word on its pages, in the order it was set, for searching.
    pub text: String,
    /// How many pages.
    pub pages: usize,
}

/// Why nothing was set: a fault of ours, in the engine's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypesetError(String);

impl std::fmt::Display for TypesetError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a document could not be typeset: {}", self.0)
    }
}

impl std::error::Error for TypesetError {}

/// Sets a money document from an object of words; see `money_document.typ` for its keys. Takes some milliseconds of one
/// processor, so call it from a blocking thread.
pub fn money_document(view: &Json) -> Result<Typeset, TypesetError> {
    let compiled = ENGINE.compile_with_input::<_, PagedDocument>(values::dict(view));
    let document = compiled.output.map_err(|error| TypesetError(format!("{error:?}")))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| TypesetError(format!("{error:?}")))?;
    let options = PdfOptions { creator: Smart::Custom(None), standards, ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|error| TypesetError(format!("{error:?}")))?;
    let mut text = String::new();
    for page in document.pages() {
        collect_text(&page.frame, &mut text);
    }
    Ok(Typeset { pdf, text, pages: document.pages().len() })
}

fn collect_text(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_text(&group.frame, text),
            FrameItem::Text(run) => {
                text.push_str(&run.text);
                text.push(' ');
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
