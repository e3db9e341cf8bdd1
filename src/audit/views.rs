//! What the audit pages may see.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::queries::AuditRow;
use super::seal::ChainReport;
use crate::web::{FormView, MomentView, Pagination};

/// The list.
#[derive(Serialize)]
pub(super) struct AuditView {
    pub form: FormView,
    pub kinds: Vec<KindOption>,
    pub entries: Vec<EntryView>,
    pub pages: Pagination,
    pub is_filtered: bool,
}

/// One kind of thing in the filter.
#[derive(Serialize)]
pub(super) struct KindOption {
    pub value: String,
    pub label: String,
}

/// One entry.
#[derive(Serialize)]
pub(super) struct EntryView {
    pub id: i64,
    pub at: MomentView,
    pub who: String,
    pub who_href: Option<String>,
    pub what: String,
    pub subject: String,
    pub subject_href: String,
    pub reason: String,
    pub values: Vec<ValueView>,
    pub values_emptied: bool,
}

/// One value before and after.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct ValueView {
    pub name: String,
    pub before: String,
    pub after: String,
}

/// The state of the chain.
#[derive(Serialize)]
pub(super) struct ChainView {
    pub seals: u64,
    pub entries: u64,
    pub unsealed: u64,
    pub head: String,
    pub broken: Option<String>,
}

pub(super) fn kind_option(kind: String) -> KindOption {
    KindOption { label: capital(&spaced(&kind)), value: kind }
}

pub(super) fn entry_view(row: AuditRow) -> EntryView {
    let who = match row.actor_kind.as_str() {
        "person" => row.actor_name.unwrap_or_else(|| "somebody no longer known".to_owned()),
        "visitor" => "a visitor".to_owned(),
        "link" => "the holder of a personal link".to_owned(),
        _ => "the system".to_owned(),
    };
    let values_emptied = matches!(row.values, Some((None, None)));
    let values = row.values.map_or_else(Vec::new, |(before, after)| value_views(before.as_ref(), after.as_ref()));
    EntryView {
        id: row.id,
        at: MomentView::short(row.at),
        who,
        who_href: row.actor_person_id.map(|id| format!("/admin/audit?person={id}")),
        what: capital(&spaced(&row.action)),
        subject: format!("{} {}", spaced(&row.subject_kind), row.subject_id),
        subject_href: format!("/admin/audit?subject_kind={}&subject_id={}", row.subject_kind, row.subject_id),
        reason: row.reason.unwrap_or_default(),
        values,
        values_emptied,
    }
}

pub(super) fn chain_view(report: ChainReport) -> ChainView {
    let broken = report.broken.map(|link| {
        format!("Seal {} over entries {} to {}: {}.", link.seal_id, link.first_entry_id, link.last_entry_id, link.why)
    });
    ChainView {
        seals: report.seals,
        entries: report.entries,
        unsealed: report.unsealed,
        head: report.head.unwrap_or_default(),
        broken,
    }
}

/// Every value that either side names, nested ones by their path.
fn value_views(before: Option<&Value>, after: Option<&Value>) -> Vec<ValueView> {
    let (before, after) = (flat(before), flat(after));
    let names: BTreeSet<&String> = before.iter().chain(&after).map(|(name, _)| name).collect();
    let side = |side: &[(String, String)], name: &str| {
        side.iter().find(|(known, _)| known == name).map_or_else(String::new, |(_, value)| value.clone())
    };
    names
        .into_iter()
        .map(|name| ValueView { name: spaced(name), before: side(&before, name), after: side(&after, name) })
        .collect()
}

fn flat(value: Option<&Value>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    if let Some(value) = value {
        flatten("", value, &mut out);
    }
    out
}

fn flatten(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} › {name}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| flatten(&below(name), value, out)),
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for (index, item) in items.iter().enumerate() {
                flatten(&below(&(index + 1).to_string()), item, out);
            }
        }
        Value::Array(items) => out.push((path.to_owned(), items.iter().map(plain).collect::<Vec<_>>().join(", "))),
        single => out.push((path.to_owned(), plain(single))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `booking.cancelled` -> `booking cancelled`.
fn spaced(word: &str) -> String {
    word.replace(['.', '_'], " ")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_listed_side_by_side() {
        let before = json!({ "name": "Old", "tags": ["a", "b"], "price": { "member_pence": 5000 } });
        let after = json!({ "name": "New", "is_open": true, "price": { "member_pence": 6000 } });
        let lines: Vec<String> = value_views(Some(&before), Some(&after))
            .iter()
            .map(|value| format!("{}: {} | {}", value.name, value.before, value.after))
            .collect();

        assert_eq!(lines, ["is open:  | yes", "name: Old | New", "price › member pence: 5000 | 6000", "tags: a, b | "]);
    }

    #[test]
    fn values_that_are_no_object_are_listed_too() {
        assert_eq!(
            value_views(Some(&json!("held")), Some(&json!("confirmed"))),
            [ValueView { name: String::new(), before: "held".to_owned(), after: "confirmed".to_owned() }]
        );
        assert_eq!(value_views(None, None), []);
    }
}
