//! Stripe's form encoding: `line_items[0][price_data][currency]=gbp` becomes a tree, from which each endpoint takes what
//! it knows. What is left over is refused by name, as Stripe does.

use std::collections::BTreeMap;

use super::api_error::ApiError;
use super::form_tree::{Field, insert, steps_of};
use super::objects::Metadata;

/// The parameters at one level of a request.
pub(super) struct Params {
    /// The name in front of every key here, such as `line_items[0]`; empty at the top.
    place: String,
    fields: BTreeMap<String, Field>,
}

impl Params {
    /// Reads decoded pairs.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, ApiError> {
        let mut fields = BTreeMap::new();
        for (name, value) in pairs {
            let steps = steps_of(name).ok_or_else(|| unknown(name))?;
            insert(&mut fields, &steps, value).ok_or_else(|| unknown(name))?;
        }
        Ok(Self { place: String::new(), fields })
    }

    /// The full name of a key at this level.
    pub(super) fn name_of(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}[{key}]", self.place) }
    }

    /// A text that, when given, must not be empty.
    pub(super) fn take_text(&mut self, key: &str) -> Result<Option<String>, ApiError> {
        match self.fields.remove(key) {
            None => Ok(None),
            Some(Field::Nested(_)) => Err(ApiError::invalid(
                "parameter_invalid_string",
                self.name_of(key),
                "Invalid string: must be a string",
            )),
            Some(Field::Text(text)) if text.is_empty() => {
                let name = self.name_of(key);
                let message = format!("You passed an empty string for '{name}'. It cannot be unset.");
                Err(ApiError::invalid("parameter_invalid_empty", name, message))
            }
            Some(Field::Text(text)) => Ok(Some(text)),
        }
    }

    /// A text that must be given.
    pub(super) fn require_text(&mut self, key: &str) -> Result<String, ApiError> {
        self.take_text(key)?.ok_or_else(|| self.missing(key))
    }

    /// A text of at most `most` characters.
    pub(super) fn take_short_text(&mut self, key: &str, most: usize) -> Result<Option<String>, ApiError> {
        let text = self.take_text(key)?;
        if text.as_ref().is_some_and(|text| text.chars().count() > most) {
            let message = format!("Invalid string; must be at most {most} characters");
            return Err(ApiError::invalid("parameter_invalid_string", self.name_of(key), message));
        }
        Ok(text)
    }

    /// A whole number.
    pub(super) fn take_integer(&mut self, key: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.take_text(key)? else {
            return Ok(None);
        };
        let number = text.parse().map_err(|_| {
            ApiError::invalid("parameter_invalid_integer", self.name_of(key), format!("Invalid integer: {text}"))
        })?;
        Ok(Some(number))
    }

    /// `true` or `false`.
    pub(super) fn take_bool(&mut self, key: &str) -> Result<Option<bool>, ApiError> {
        match self.take_text(key)?.as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(ApiError::invalid(
                "parameter_invalid_boolean",
                self.name_of(key),
                format!("Invalid boolean: {other}"),
            )),
        }
    }

    /// A group of parameters below this one.
    pub(super) fn take_group(&mut self, key: &str) -> Result<Option<Params>, ApiError> {
        match self.fields.remove(key) {
            None => Ok(None),
            Some(Field::Nested(fields)) => Ok(Some(Self { place: self.name_of(key), fields })),
            Some(Field::Text(_)) => {
                Err(ApiError::invalid("parameter_invalid_object", self.name_of(key), "Invalid object"))
            }
        }
    }

    /// A group of parameters that must be given.
    pub(super) fn require_group(&mut self, key: &str) -> Result<Params, ApiError> {
        self.take_group(key)?.ok_or_else(|| self.missing(key))
    }

    /// A list of groups, in the order of their numbers.
    pub(super) fn take_groups(&mut self, key: &str) -> Result<Vec<Params>, ApiError> {
        let Some(mut list) = self.take_group(key)? else {
            return Ok(Vec::new());
        };
        list.numbers()?.into_iter().map(|number| list.require_group(&number)).collect()
    }

    /// A list of texts, in the order of their numbers.
    pub(super) fn take_texts(&mut self, key: &str) -> Result<Vec<String>, ApiError> {
        let Some(mut list) = self.take_group(key)? else {
            return Ok(Vec::new());
        };
        list.numbers()?.into_iter().map(|number| list.require_text(&number)).collect()
    }

    /// Metadata within Stripe's limits: 50 keys of 40 characters, values of 500; an empty value unsets its key.
    pub(super) fn take_metadata(&mut self, key: &str) -> Result<Metadata, ApiError> {
        let Some(group) = self.take_group(key)? else {
            return Ok(Metadata::new());
        };
        let mut metadata = Metadata::new();
        for (name, field) in group.fields {
            let full_name = format!("{}[{name}]", group.place);
            let Field::Text(value) = field else {
                return Err(ApiError::invalid(
                    "parameter_invalid_string",
                    full_name,
                    "Metadata values must be strings",
                ));
            };
            if name.chars().count() > 40 || value.chars().count() > 500 {
                let message = "Metadata keys are limited to 40 characters and values to 500";
                return Err(ApiError::invalid("parameter_invalid_string", full_name, message));
            }
            if !value.is_empty() {
                metadata.insert(name, value);
            }
        }
        if metadata.len() > 50 {
            return Err(ApiError::invalid("parameter_invalid_object", group.place, "Metadata is limited to 50 keys"));
        }
        Ok(metadata)
    }

    /// The parts of the answer to show in full; only those in `known` can be.
    pub(super) fn take_expand(&mut self, known: &[&str]) -> Result<Vec<String>, ApiError> {
        let wanted = self.take_texts("expand")?;
        match wanted.iter().find(|name| !known.contains(&name.as_str())) {
            None => Ok(wanted),
            Some(name) => {
                let message = format!("This property cannot be expanded ({name}).");
                Err(ApiError::invalid("parameter_invalid_string", "expand", message))
            }
        }
    }

    /// Refuses whatever was not taken.
    pub(super) fn finish(self) -> Result<(), ApiError> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(key) => Err(unknown(&self.name_of(key))),
        }
    }

    /// The refusal when a required key is absent.
    pub(super) fn missing(&self, key: &str) -> ApiError {
        let name = self.name_of(key);
        let message = format!("Missing required param: {name}.");
        ApiError::invalid("parameter_missing", name, message)
    }

    /// The keys of a list, in the order of their numbers.
    fn numbers(&self) -> Result<Vec<String>, ApiError> {
        let mut keys: Vec<(u32, String)> = Vec::new();
        for key in self.fields.keys() {
            let number = key.parse().map_err(|_| unknown(&self.name_of(key)))?;
            keys.push((number, key.clone()));
        }
        keys.sort();
        Ok(keys.into_iter().map(|(_, key)| key).collect())
    }
}

fn unknown(name: &str) -> ApiError {
    ApiError::invalid("parameter_unknown", name, format!("Received unknown parameter: {name}"))
}
