//! Structured data for search engines (WEB-2): a `<script type="application/ld+json">` element. Browsers treat it as data
//! and never run it, so the content-security policy has nothing to say about it.

use serde::Serialize;

use crate::kernel::Unexpected;

/// The element, ready to print. Nothing in the data can end the element early: `<`, `>` and `&` are written as escapes.
pub fn to_script_html(data: &impl Serialize) -> Result<String, Unexpected> {
    let json = serde_json::to_string(data)?;
    let mut markup = String::with_capacity(json.len() + 64);
    markup.push_str("<script type=\"application/ld+json\">");
    for c in json.chars() {
        match c {
            '<' => markup.push_str("\\u003c"),
            '>' => markup.push_str("\\u003e"),
            '&' => markup.push_str("\\u0026"),
            '\u{2028}' => markup.push_str("\\u2028"),
            '\u{2029}' => markup.push_str("\\u2029"),
            other => markup.push(other),
        }
    }
    markup.push_str("</script>");
    Ok(markup)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::to_script_html;

    #[test]
    fn nothing_in_the_data_ends_the_element() {
        let data = json!({"headline": "</script><script>alert(1)</script><!-- & \u{2028} “Siân”"});

        let markup = to_script_html(&data).unwrap();

        let inside = markup
            .strip_prefix("<script type=\"application/ld+json\">")
            .and_then(|rest| rest.strip_suffix("</script>"))
            .unwrap();
        assert!(!inside.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<Value>(inside).unwrap(), data);
    }
}
