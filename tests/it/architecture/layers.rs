//! Who may import whom. Arrows point down: what is not listed is forbidden.

use super::files::files;
use super::imports::imports;

/// The bottom and the shell.
const KERNEL: &[&str] = &["kernel"];
const SHELL: &[&str] = &["kernel", "db"];

/// What every supporting feature may use; `payments` and `notifications` have more below.
const SUPPORTING: &[&str] = &[
    "kernel",
    "db",
    "person_rows",
    "web",
    "config",
    "app",
    "identity",
    "audit",
    "jobs",
    "limits",
    "idempotency",
    "holidays",
];

/// The modules that stand above everything and may see everything.
const TOP: &[&str] = &[
    "main",
    "lib",
    "cli",
    "app",
    "server",
    "routes",
    "job_table",
    "facts",
    "person_registry",
    "site",
    "demo",
    "backup",
];

/// What each module may import besides itself.
fn allowed(module: &str) -> Vec<&'static str> {
    let with = |more: &[&'static str]| [SUPPORTING, more].concat();
    match module {
        "kernel" => vec![],
        "stripe_sandbox" | "db" | "config" | "person_rows" => KERNEL.to_vec(),
        "web" => SHELL.to_vec(),
        "identity" | "audit" | "jobs" | "limits" | "idempotency" | "holidays" => SUPPORTING.to_vec(),
        "notifications" => with(&[]),
        "payments" | "charity" => with(&["notifications"]),
        "members" => with(&["notifications", "payments", "charity"]),
        "campaign" => with(&["notifications", "payments", "charity", "members"]),
        "events" => with(&["notifications", "payments", "charity"]),
        "bookings" => with(&["notifications", "payments", "charity", "members", "events"]),
        "in_house" => with(&["notifications", "payments", "charity", "members", "events", "bookings"]),
        "attendance" => with(&["notifications", "payments", "charity", "members", "events", "bookings"]),
        other => panic!("src/{other} has no place in tests/it/architecture/layers.rs: say what it may import"),
    }
}

/// `src/members/people.rs` -> `members`, `src/app.rs` -> `app`.
fn module_of(path: &str) -> &str {
    let inside = path.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

#[test]
fn imports_point_downwards_only() {
    let mut wrong = Vec::new();
    for file in files("src", &[".rs"]) {
        let module = module_of(&file.path);
        if TOP.contains(&module) || file.is_test() {
            continue;
        }
        let may = allowed(module);
        for path in imports(&file) {
            let first = path[0].as_str();
            let is_module = first.starts_with(char::is_lowercase) && first != module;
            // Macros made with `#[macro_export]` live at the root.
            if is_module && !may.contains(&first) && !first.ends_with("_from") {
                wrong.push(format!("{}: {module} may not import {first} (crate::{})", file.path, path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the direction of the layers:\n{}", wrong.join("\n"));
}

#[test]
fn a_feature_never_reaches_into_the_store_of_another() {
    let mut wrong = Vec::new();
    for file in files("src", &[".rs"]).iter().filter(|file| !file.is_test()) {
        let module = module_of(&file.path);
        for path in imports(file) {
            let into_a_store = path.iter().skip(1).any(|part| part == "store");
            if path[0] != module && into_a_store {
                wrong.push(format!(
                    "{}: crate::{} (use the public names of {} instead)",
                    file.path,
                    path.join("::"),
                    path[0]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "a store is its own feature's:\n{}", wrong.join("\n"));
}
