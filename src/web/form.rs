//! Forms as templates see them: every field present, with what was typed and what is wrong with it.

use std::collections::BTreeMap;

use serde::Serialize;

/// One thing wrong with one field, in a sentence for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name, which is also its id on the page.
    pub field: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Everything wrong with a form. Empty means the form is good.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One error.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, message);
        errors
    }

    /// Adds an error; the first one of a field is the one shown beside it.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// Takes the value, or notes what is wrong with `field` and gives `None`.
    pub fn check<T, E: std::fmt::Display>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(field, error.to_string());
                None
            }
        }
    }

    /// Whether anything is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// `Ok` when nothing is wrong.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// One field as a template shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// What was typed, kept exactly.
    pub value: String,
    /// The first thing wrong with it.
    pub error: Option<String>,
}

/// A form as a template shows it. Every field that the template names must be in `fields`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FormView {
    /// By field name.
    pub fields: BTreeMap<String, FieldView>,
    /// All errors in page order, for the summary.
    pub errors: Vec<FieldError>,
}

impl FormView {
    /// An empty form with these fields.
    pub fn blank<S: AsRef<str>>(names: &[S]) -> Self {
        Self::filled(names.iter().map(|name| (name.as_ref(), "")))
    }

    /// A form with these fields and values.
    pub fn filled<K: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (K, V)>) -> Self {
        let fields = values
            .into_iter()
            .map(|(name, value)| (name.into(), FieldView { value: value.into(), error: None }))
            .collect();
        Self { fields, errors: Vec::new() }
    }

    /// Sets or adds one field.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.fields.entry(name.into()).or_default().value = value.into();
    }

    /// Puts each error beside its field and in the summary.
    #[must_use]
    pub fn with_errors(mut self, errors: &FieldErrors) -> Self {
        for error in errors.iter() {
            self.errors.push(error.clone());
            let field = self.fields.entry(error.field.clone()).or_default();
            field.error.get_or_insert_with(|| error.message.clone());
        }
        self
    }
}
