//! Tests of mail that need no database.

mod calendar_text;
mod email_templates;
mod mime_message;
