//! The tree behind Stripe's form encoding: names with brackets, read and put in their place.

use std::collections::BTreeMap;

const DEEPEST: usize = 8;

/// A value, or a group of values.
pub(super) enum Field {
    Text(String),
    Nested(BTreeMap<String, Field>),
}

/// `a[b][]` as `["a", "b", ""]`; nothing when the brackets do not match.
pub(super) fn steps_of(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else {
        return Some(vec![name]);
    };
    let inner = rest.strip_suffix(']')?;
    let steps: Vec<&str> = std::iter::once(first).chain(inner.split("][")).collect();
    let is_clean = steps.iter().all(|step| !step.contains(['[', ']'])) && !first.is_empty();
    (is_clean && steps.len() <= DEEPEST).then_some(steps)
}

/// Puts a value in its place; nothing when the place is both a text and a group.
pub(super) fn insert(fields: &mut BTreeMap<String, Field>, steps: &[&str], value: &str) -> Option<()> {
    let (first, rest) = steps.split_first()?;
    let key = if first.is_empty() { fields.len().to_string() } else { (*first).to_owned() };
    if rest.is_empty() {
        return match fields.insert(key, Field::Text(value.to_owned())) {
            None | Some(Field::Text(_)) => Some(()),
            Some(Field::Nested(_)) => None,
        };
    }
    match fields.entry(key).or_insert_with(|| Field::Nested(BTreeMap::new())) {
        Field::Nested(nested) => insert(nested, rest, value),
        Field::Text(_) => None,
    }
}
