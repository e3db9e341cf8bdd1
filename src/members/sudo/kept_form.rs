//! A form that came too late for its proof. What was typed travels through the confirmation, signed, and is then sent again by
//! one press of a button; nothing is stored. Passwords do not travel: they are typed again.

use serde::{Deserialize, Serialize};

use crate::web::page::own_path;
use crate::web::{PageContext, Posted};

/// Longer forms are not carried along: they would not fit the next one.
const LONGEST: usize = 60_000;

const PURPOSE: &str = "kept-form";

/// One field of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptField {
    pub(super) name: String,
    pub(super) value: String,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptForm {
    /// Where it was going.
    pub(super) to: String,
    /// Whose it is; it is worth nothing in another session.
    person_id: i64,
    pub(super) fields: Vec<KeptField>,
}

/// Signs the form for the page that asks to confirm; "" when it cannot be carried along.
pub(super) fn keep(page: &PageContext, person_id: i64, to: &str, form: &Posted) -> String {
    let is_secret = |name: &str| name.contains("password") || name == "code" || name == "credential";
    let fields: Vec<KeptField> =
        form.pairs().map(|(name, value)| KeptField { name: name.to_owned(), value: value.to_owned() }).collect();
    if own_path(to).is_none() || fields.iter().any(|field| is_secret(&field.name)) {
        return String::new();
    }
    let kept = KeptForm { to: to.to_owned(), person_id, fields };
    let signed = page.shell.csrf.sign(PURPOSE, &serde_json::to_string(&kept).unwrap_or_default());
    if signed.len() > LONGEST { String::new() } else { signed }
}

/// Reads it back, if it is this person's and ours.
pub(super) fn read_kept(page: &PageContext, person_id: i64, signed: &str) -> Option<KeptForm> {
    let kept: KeptForm = serde_json::from_str(&page.shell.csrf.open(PURPOSE, signed)?).ok()?;
    (kept.person_id == person_id && own_path(&kept.to).is_some()).then_some(kept)
}
