//! Who may touch tables, the environment, Stripe and SMTP; how long a file may be; what must not be written anywhere.

use super::files::{SourceFile, files};

/// Files outside `store.rs` and `queries.rs` that may touch tables: the supporting features' own stores, named for what
/// they keep.
const TABLE_FILES: &[&str] = &[
    "src/audit/record.rs",
    "src/audit/seal.rs",
    "src/bookings/place_claim.rs",
    "src/idempotency/mod.rs",
    "src/jobs/queue.rs",
    "src/jobs/schedule.rs",
    "src/jobs/worker.rs",
    "src/limits/mod.rs",
    "src/notifications/outbox.rs",
    "src/payments/ledger.rs",
];

const STRIPE_CRATES: &[&str] =
    &["stripe_core", "stripe_checkout", "stripe_shared", "stripe_webhook", "stripe_client_core", "stripe_types"];

fn product_code() -> impl Iterator<Item = SourceFile> {
    files("src", &[".rs"]).into_iter().filter(|file| !file.is_test())
}

/// Names of `crate_name` in code: `use x::`, `x::y` at the start of a path.
fn names_crate(code: &str, crate_name: &str) -> bool {
    let needle = format!("{crate_name}::");
    code.match_indices(&needle).any(|(at, _)| {
        let before = &code[..at];
        !before.ends_with("::") && !before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    })
}

fn offenders(is_wrong: impl Fn(&SourceFile, &str) -> bool) -> Vec<String> {
    product_code().filter(|file| is_wrong(file, &file.code())).map(|file| file.path).collect()
}

/// A use case may hold a row (`booking::Model`) or fill one in for its store (`booking::ActiveModel`); statements are the
/// store's.
fn builds_statements(code: &str) -> bool {
    let words = ["::Entity", " Entity", "EntityTrait", "QueryFilter", "QuerySelect"];
    names_crate(code, "entity") && words.iter().any(|word| code.contains(word))
}

#[test]
fn only_stores_and_queries_touch_tables() {
    let wrong = offenders(|file, code| {
        let named = ["store.rs", "queries.rs"].contains(&file.name());
        let is_store = named || file.path.contains("/store/") || file.path.contains("/queries/");
        !is_store && !TABLE_FILES.contains(&file.path.as_str()) && builds_statements(code)
    });
    assert!(
        wrong.is_empty(),
        "these build statements on tables, which is for store.rs, queries.rs and the files in TABLE_FILES:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_the_settings_read_the_environment() {
    let wrong = offenders(|file, code| {
        file.path != "src/config.rs" && !file.path.starts_with("src/config/") && code.contains("env::var")
    });
    assert!(wrong.is_empty(), "these read the environment, which only config.rs may:\n{}", wrong.join("\n"));
}

#[test]
fn only_one_place_knows_the_stripe_client() {
    let wrong = offenders(|file, code| {
        let own = file.path == "src/payments/stripe.rs" || file.path.starts_with("src/payments/stripe/");
        !own && (STRIPE_CRATES.iter().any(|name| names_crate(code, name)) || code.contains("use stripe::"))
    });
    assert!(
        wrong.is_empty(),
        "these import the Stripe client, which only payments/stripe.rs may:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_the_transport_knows_smtp() {
    let own = ["src/notifications/transport.rs", "src/notifications/mime_message.rs"];
    let wrong = offenders(|file, code| !own.contains(&file.path.as_str()) && names_crate(code, "lettre"));
    assert!(wrong.is_empty(), "these import lettre, which only notifications/transport.rs may:\n{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let limits: &[(&str, &[&str], usize)] = &[
        ("src", &[".rs"], 300),
        ("migration/src", &[".rs"], 300),
        ("tests/it", &[".rs"], 300),
        ("tests/browser", &[".mjs", ".js"], 300),
        ("templates", &[".html", ".txt"], 150),
        ("assets/css", &[".css"], 250),
        ("assets/js", &[".js"], 120),
        ("scripts", &[""], 300),
    ];
    let mut wrong = Vec::new();
    for (folder, endings, most) in limits {
        let long = files(folder, endings).into_iter().filter(|file| file.lines() > *most);
        wrong.extend(long.map(|file| format!("{}: {} lines, at most {most}", file.path, file.lines())));
    }
    assert!(wrong.is_empty(), "split these by concept (house rule on size):\n{}", wrong.join("\n"));
}

#[test]
fn markup_is_trusted_only_when_it_comes_from_our_markdown() {
    let mut wrong = Vec::new();
    for file in files("templates", &[".html", ".txt"]) {
        for (number, line) in file.text.lines().enumerate() {
            let mut rest = line;
            while let Some(at) = rest.find("| safe") {
                let value = rest[..at].trim_end();
                // A field named `html` or `…_html` holds what `web::markdown` sanitised; nothing else may be called so.
                if !value.ends_with("html") {
                    wrong.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
                }
                rest = &rest[at + "| safe".len()..];
            }
        }
    }
    assert!(wrong.is_empty(), "`| safe` is for fields named html, which web::markdown fills:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_names_the_machine_it_was_written_on_or_promises_later_work() {
    // Put together here so that this file does not find itself.
    let words =
        [["/wo", "rk/"], ["/ro", "ot/"], ["/tmp/", "wt"], ["/tmp/", "plan"], ["TO", "DO"], ["FIX", "ME"], ["XX", "X:"]]
            .map(|parts| parts.concat());
    let endings = [".rs", ".toml", ".md", ".html", ".txt", ".css", ".js", ".mjs", ".json", ".yml", "check", "run"];
    let mut wrong = Vec::new();
    for file in files("", &endings) {
        for (number, line) in file.text.lines().enumerate() {
            let found = words.iter().filter(|word| line.contains(word.as_str()));
            wrong.extend(found.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
        }
    }
    assert!(wrong.is_empty(), "words that have no place in this repository:\n{}", wrong.join("\n"));
}
