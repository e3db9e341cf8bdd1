//! One typed text of a form: how long it may be, whether it may be left out, and what is said when it is wrong.

use super::form::FieldErrors;
use super::posted::Posted;
use crate::kernel::short_text::{TextError, clean_block, clean_line};

/// The rule for one text field. HTML, emoji and every script pass: they are kept as text.
#[derive(Clone, Copy, Debug)]
pub struct TextInput {
    field: &'static str,
    noun: &'static str,
    most: usize,
    has_lines: bool,
    is_optional: bool,
}

impl TextInput {
    /// One line of at most `most` characters. `noun` stands after "the": "title", "summary".
    pub const fn line(field: &'static str, noun: &'static str, most: usize) -> Self {
        Self { field, noun, most, has_lines: false, is_optional: false }
    }

    /// Several lines of at most `most` characters.
    pub const fn block(field: &'static str, noun: &'static str, most: usize) -> Self {
        Self { has_lines: true, ..Self::line(field, noun, most) }
    }

    /// May be left empty.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }

    /// The cleaned text. What is wrong is noted in `errors`, and the text is then empty.
    pub fn read(self, form: &Posted, errors: &mut FieldErrors) -> String {
        self.check(form.get(self.field)).unwrap_or_else(|message| {
            errors.add(self.field, message);
            String::new()
        })
    }

    fn check(self, typed: &str) -> Result<String, String> {
        let clean = if self.has_lines { clean_block(typed, self.most) } else { clean_line(typed, self.most) };
        let noun = self.noun;
        clean.or_else(|error| match error {
            TextError::Empty if self.is_optional => Ok(String::new()),
            TextError::Empty => Err(format!("Enter the {noun}")),
            TextError::TooLong { max } => Err(format!("The {noun} must be {max} characters or fewer")),
            TextError::ControlCharacter => Err(format!("The {noun} has hidden characters. Type it again by hand")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::TextInput;

    #[test]
    fn what_is_wrong_is_said_in_the_fields_own_words() {
        let title = TextInput::line("title", "title", 20);
        let body = TextInput::block("body", "text", 20).optional();
        let table = [
            (title, " O’Neill & Siân 🎉 ", Ok("O’Neill & Siân 🎉")),
            (title, "<b>Nguyễn</b>", Ok("<b>Nguyễn</b>")),
            (title, "שלום", Ok("שלום")),
            (title, "", Err("Enter the title")),
            (title, "more than twenty chars", Err("The title must be 20 characters or fewer")),
            (title, "two\nlines", Err("The title has hidden characters. Type it again by hand")),
            (title, "a\u{202e}b", Err("The title has hidden characters. Type it again by hand")),
            (body, "two\r\nlines", Ok("two\nlines")),
            (body, "  ", Ok("")),
            (body, "a\0b", Err("The text has hidden characters. Type it again by hand")),
        ];

        for (rule, typed, wanted) in table {
            assert_eq!(rule.check(typed), wanted.map(str::to_owned).map_err(str::to_owned), "{typed:?}");
        }
    }
}
