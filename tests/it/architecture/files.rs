//! The files of the repository as text.

use std::path::Path;

/// One file, by its path from the root of the repository.
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

impl SourceFile {
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The file's name alone.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// A file of tests only.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// The code without comments, string contents and the tests at its end.
    pub fn code(&self) -> String {
        let text = without_comments_and_strings(&self.text);
        match text.find("#[cfg(test)]\nmod tests {") {
            Some(end) => text[..end].to_owned(),
            None => text,
        }
    }
}

const SKIPPED: &[&str] = &["target", "node_modules", ".git", "var"];

/// Every text file below `folder` ("" for the whole repository) with one of these endings ("" for any).
pub fn files(folder: &str, endings: &[&str]) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(root, &root.join(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<SourceFile>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            // What is not text (an image, a font) has no lines to judge.
            if let Ok(text) = std::fs::read_to_string(&path) {
                let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                found.push(SourceFile { path, text });
            }
        }
    }
}

/// Rust text with comments left out and string literals emptied, line breaks kept.
pub fn without_comments_and_strings(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest) {
            out.push_str("\"\"");
            length
        } else if next == '"' {
            out.push_str("\"\"");
            string_length(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(1, |end| end + 2)
        } else {
            out.push(next);
            next.len_utf8()
        };
        if skipped > next.len_utf8() {
            out.extend(rest[..skipped].matches('\n'));
        }
        rest = &rest[skipped..];
    }
    out
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?.chars().take_while(|letter| *letter == '#').count();
    let body = text.get(1 + hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&end).map_or(text.len(), |at| 2 + hashes + at + end.len()))
}

#[test]
fn comments_and_strings_are_left_out() {
    let text =
        "use a; // crate::b\nlet x = \"crate::c \\\" d\"; /* crate::e\n */ let y = r#\"crate::f \" g\"#; '\"'; end";

    assert_eq!(without_comments_and_strings(text), "use a; \nlet x = \"\"; \n let y = \"\"; ; end");
}
