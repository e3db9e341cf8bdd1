//! The arithmetic of the audit chain: what goes into a seal's hash, in one spelling for ever. Values before and after are
//! represented by a salted digest, so that they can be emptied (erasure) without breaking the chain.

use chrono::SecondsFormat;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::kernel::Instant;

/// What the first seal names as the one before it.
pub(super) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry as it is sealed.
#[derive(Clone, Debug)]
pub(super) struct ChainRow {
    pub id: i64,
    pub at: Instant,
    pub actor_kind: String,
    pub actor_person_id: Option<i64>,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: i64,
    pub reason: Option<String>,
    pub values_digest: Option<String>,
}

/// The hash of a seal over `rows`, in order of id, following the seal with hash `previous`. Lower-case hex.
pub(super) fn link_hash(previous: &str, rows: &[ChainRow]) -> String {
    let mut digest = Sha256::new();
    digest.update(b"nairo audit chain 1\n");
    digest.update(previous.as_bytes());
    digest.update(b"\n");
    for row in rows {
        digest.update(line_of(row).as_bytes());
        digest.update(b"\n");
    }
    hex::encode(digest.finalize())
}

/// One JSON array a row: no two different rows can give the same line.
fn line_of(row: &ChainRow) -> String {
    serde_json::json!([
        row.id,
        row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        row.actor_kind,
        row.actor_person_id,
        row.action,
        row.subject_kind,
        row.subject_id,
        row.reason,
        row.values_digest,
    ])
    .to_string()
}

/// Stands for the values of one entry. The salt is forgotten with the values, so that nobody can guess them afterwards.
pub(super) fn values_digest(salt: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    let mut digest = Sha256::new();
    for part in [salt.to_owned(), spelled(before), spelled(after)] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex::encode(digest.finalize())
}

/// JSON with its keys in order: databases may hand them back in another.
fn spelled(value: Option<&Value>) -> String {
    match value {
        None => "null".to_owned(),
        Some(Value::Object(map)) => {
            let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), spelled(Some(value))))
                .collect();
            format!("{{{}}}", pairs.join(","))
        }
        Some(Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| spelled(Some(item))).collect();
            format!("[{}]", items.join(","))
        }
        Some(plain) => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row() -> ChainRow {
        ChainRow {
            id: 1,
            at: "2026-09-04T08:30:00.000001Z".parse().unwrap(),
            actor_kind: "person".to_owned(),
            actor_person_id: Some(7),
            action: "booking.cancelled".to_owned(),
            subject_kind: "booking".to_owned(),
            subject_id: 42,
            reason: None,
            values_digest: None,
        }
    }

    #[test]
    fn every_column_counts() {
        let changes: [fn(&mut ChainRow); 9] = [
            |row| row.id = 2,
            |row| row.at += chrono::Duration::microseconds(1),
            |row| row.actor_kind = "system".to_owned(),
            |row| row.actor_person_id = None,
            |row| row.action = "booking.confirmed".to_owned(),
            |row| row.subject_kind = "place".to_owned(),
            |row| row.subject_id = 43,
            |row| row.reason = Some(String::new()),
            |row| row.values_digest = Some(String::new()),
        ];
        let original = link_hash(BEGINNING, &[row()]);

        for (index, change) in changes.into_iter().enumerate() {
            let mut changed = row();
            change(&mut changed);
            assert_ne!(link_hash(BEGINNING, &[changed]), original, "column {index}");
        }
        assert_ne!(link_hash(&original, &[row()]), original, "the seal before");
        assert_ne!(link_hash(BEGINNING, &[]), original, "the number of rows");
    }

    #[test]
    fn the_spelling_never_changes() {
        // Worked out apart from this program; seals already made depend on it.
        let expected = "02749168221206c85a9a85f7b7442bfd2f94ea837825622b1ce22577832d6ecf";
        assert_eq!(link_hash(BEGINNING, &[row()]), expected);
    }

    #[test]
    fn the_order_of_keys_does_not_count_and_everything_else_does() {
        let digest = |value: Value| values_digest("salt", Some(&value), None);

        assert_eq!(
            spelled(Some(&json!({"b": [1, {"d": null, "c": "x\""}], "a": 2}))),
            "{\"a\":2,\"b\":[1,{\"c\":\"x\\\"\",\"d\":null}]}"
        );
        assert_ne!(digest(json!({"a": 1})), digest(json!({"a": "1"})));
        assert_ne!(values_digest("s", None, Some(&json!(1))), values_digest("s", Some(&json!(1)), None));
        assert_ne!(values_digest("s", None, None), values_digest("t", None, None));
    }
}
