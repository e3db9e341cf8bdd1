//! Plain data as the engine's values.

use serde_json::Value as Json;
use typst::foundations::{Array, Dict, IntoValue, Str, Value};

/// An object as the dictionary that the layout reads; anything else is an empty one.
pub(crate) fn dict(json: &Json) -> Dict {
    let mut dict = Dict::new();
    for (key, part) in json.as_object().into_iter().flatten() {
        dict.insert(Str::from(key.as_str()), value(part));
    }
    dict
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(is) => is.into_value(),
        Json::Number(number) => number.as_i64().map_or(Value::None, IntoValue::into_value),
        Json::String(words) => Value::Str(Str::from(words.as_str())),
        Json::Array(parts) => Value::Array(parts.iter().map(value).collect::<Array>()),
        Json::Object(_) => Value::Dict(dict(json)),
    }
}
