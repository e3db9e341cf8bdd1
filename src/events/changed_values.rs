//! Values before and after for the audit trail: only what differs is kept.

use serde_json::{Map, Value};

/// The fields of two JSON objects that differ, as (before, after).
pub fn differing(before: &Value, after: &Value) -> (Value, Value) {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return (before.clone(), after.clone());
    };
    let pick = |from: &Map<String, Value>| -> Value {
        let differs = from.iter().filter(|(key, _)| old.get(*key) != new.get(*key));
        Value::Object(differs.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    (pick(old), pick(new))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differing;

    #[test]
    fn only_what_differs_is_kept() {
        let before = json!({"title": "A", "venue": "Hall", "mode": "online"});
        let after = json!({"title": "B", "venue": "Hall"});

        assert_eq!(differing(&before, &after), (json!({"title": "A", "mode": "online"}), json!({"title": "B"})));
        assert_eq!(differing(&json!(null), &after), (json!(null), after));
    }
}
