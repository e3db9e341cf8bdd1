//! Which of our own modules a file names: in `use` lines, with braces or not, and inline.

use super::files::SourceFile;

/// A path from the crate's root, such as `["members", "store", "find_login"]`, as far as it could be read.
pub type ModulePath = Vec<String>;

/// Every path into this crate that the file names outside its tests.
pub fn imports(file: &SourceFile) -> Vec<ModulePath> {
    let code = file.code();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if !follows_a_name(&code, at) {
            read_tree(&code[at + "crate::".len()..], &[], &mut found);
        }
    }
    let depth = module_depth(&file.path);
    for (at, _) in code.match_indices("super::") {
        if follows_a_name(&code, at) || code[..at].ends_with("super::") {
            continue;
        }
        let (levels, rest) = count_supers(&code[at..]);
        if levels >= depth {
            read_tree(rest, &[], &mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// How many modules deep a file is: `src/a/mod.rs` and `src/a.rs` 1, `src/a/b.rs` 2.
fn module_depth(path: &str) -> usize {
    let parts = path.trim_start_matches("src/").split('/').count();
    if path.ends_with("/mod.rs") { parts - 1 } else { parts }
}

fn count_supers(text: &str) -> (usize, &str) {
    let mut rest = text;
    let mut levels = 0;
    while let Some(after) = rest.strip_prefix("super::") {
        rest = after;
        levels += 1;
    }
    (levels, rest)
}

fn follows_a_name(code: &str, at: usize) -> bool {
    code[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '$')
}

/// Reads a path or a tree of paths in braces; returns what follows it.
fn read_tree<'a>(text: &'a str, before: &[String], found: &mut Vec<ModulePath>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut inside) = text.strip_prefix('{') {
        loop {
            inside = inside.trim_start();
            match inside.chars().next() {
                None => return inside,
                Some('}') => return &inside[1..],
                Some(',') => inside = &inside[1..],
                Some(_) => {
                    let after = read_tree(inside, before, found);
                    // Past `as OtherName` to the next path.
                    inside = after.find([',', '}']).map_or("", |next| &after[next..]);
                }
            }
        }
    }
    let length = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let mut path = before.to_vec();
    if length > 0 {
        path.push(text[..length].to_owned());
    }
    match text[length..].strip_prefix("::") {
        Some(deeper) if deeper.starts_with(['{', '_']) || deeper.starts_with(char::is_alphabetic) => {
            read_tree(deeper, &path, found)
        }
        _ => {
            if !path.is_empty() {
                found.push(path);
            }
            &text[length..]
        }
    }
}

#[cfg(test)]
fn names(path: &str, text: &str) -> Vec<String> {
    let file = SourceFile { path: path.to_owned(), text: text.to_owned() };
    imports(&file).into_iter().map(|path| path.join("::")).collect()
}

#[test]
fn every_way_of_naming_a_module_is_seen() {
    let text = "use crate::{\n    app::App,\n    web::{Page, form::{A, B as C}},\n};\nuse crate::kernel::*;\nfn f() { crate::db::open(); mycrate::x(); }\n// crate::no";

    assert_eq!(
        names("src/a/b.rs", text),
        ["app::App", "db::open", "kernel", "web::Page", "web::form::A", "web::form::B"]
    );
}

#[test]
fn super_leads_to_a_sibling_of_the_feature() {
    assert_eq!(names("src/a/b.rs", "use super::super::c::D; use super::own;"), ["c::D"]);
    assert_eq!(names("src/a/mod.rs", "use super::c::{D};"), ["c::D"]);
}
