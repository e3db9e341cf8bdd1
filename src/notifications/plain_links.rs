//! Markdown, such as terms, as an email shows it.

/// Markdown's links as an email without Markdown shows them: the words, then the address in full.
pub fn plain_links(markdown: &str, base_url: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, label, address, after)) = next_link(rest) {
        let base = if address.starts_with('/') { base_url } else { "" };
        plain.push_str(&format!("{before}{label} ({base}{address})"));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The text before the next `[label](address)`, its two parts, and the text after it.
fn next_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](")?;
    let opens = text[..middle].rfind('[')?;
    let length = text[middle + 2..].find(')')?;
    let (label, address) = (&text[opens + 1..middle], &text[middle + 2..middle + 2 + length]);
    Some((&text[..opens], label, address, &text[middle + 3 + length..]))
}

#[cfg(test)]
mod tests {
    use super::plain_links;

    #[test]
    fn a_link_in_the_terms_is_a_whole_address_in_an_email() {
        let table = [
            ("See [complaints](/complaints) first.", "See complaints (https://site.test/complaints) first."),
            ("[a](/a)[b](https://b.test/)", "a (https://site.test/a)b (https://b.test/)"),
            ("No link [here] (at all)", "No link [here] (at all)"),
            ("Half a link](/x", "Half a link](/x"),
            ("", ""),
        ];
        for (markdown, wanted) in table {
            assert_eq!(plain_links(markdown, "https://site.test"), wanted);
        }
    }
}
