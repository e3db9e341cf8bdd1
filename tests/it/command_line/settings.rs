//! A bad setting is named, with what was expected.

use std::net::TcpListener;

use super::terminal::Terminal;

#[test]
fn serve_names_the_setting_that_is_missing() {
    for name in ["NAIRO_BASE_URL", "NAIRO_SECRET_KEY", "SMTP_URL"] {
        let terminal = Terminal::for_serving().without(name);

        terminal.run(&["serve"]).assert_failed_saying(&[name, "not set"]);
    }
}

#[test]
fn a_bad_value_is_named_with_what_was_expected() {
    let table = [
        ("NAIRO_ADDR", "here", "127.0.0.1:8080"),
        ("NAIRO_BASE_URL", "http://nairo.example.org", "https"),
        ("NAIRO_BASE_URL", "nairo.example.org/", "https://nairo.example.org"),
        ("NAIRO_SECRET_KEY", "short", "32"),
        ("DATABASE_URL", "mysql://db/nairo", "postgres://"),
        ("NAIRO_TRUSTED_PROXIES", "10.0.0.1, proxy", "proxy"),
        ("STRIPE_SECRET_KEY", "sk_test_1", "STRIPE_WEBHOOK_SECRET"),
        ("NAIRO_LOG", "nairo=loud", "debug"),
        ("NAIRO_CONFIG", "no-such-file.toml", "no-such-file.toml"),
    ];
    for (name, value, expected) in table {
        let terminal = Terminal::for_serving().with(name, value);

        terminal.run(&["serve"]).assert_failed_saying(&[expected]);
    }
}

#[test]
fn an_unknown_key_in_the_settings_file_is_an_error() {
    let terminal = Terminal::for_serving().with("NAIRO_CONFIG", "nairo.toml");
    std::fs::write(terminal.path("nairo.toml"), "nairo_adr = \"127.0.0.1:1\"\n").unwrap();

    terminal.run(&["serve"]).assert_failed_saying(&["nairo_adr", "NAIRO_CONFIG"]);
}

#[test]
fn the_environment_wins_over_the_file_and_a_secret_comes_from_its_own() {
    let terminal = Terminal::for_serving()
        .with("NAIRO_CONFIG", "nairo.toml")
        .without("NAIRO_SECRET_KEY")
        .with("NAIRO_SECRET_KEY_FILE", "key")
        .with("DATABASE_URL", "mysql://from-the-environment");
    std::fs::write(terminal.path("nairo.toml"), "database_url = \"sqlite://from-the-file.db\"\n").unwrap();
    std::fs::write(terminal.path("key"), "0123456789012345678901234567890123456789\n").unwrap();

    terminal.run(&["serve"]).assert_failed_saying(&["DATABASE_URL", "expected"]);
}

#[test]
fn the_demo_refuses_the_outside_world_and_a_live_key() {
    for (name, value) in [("NAIRO_ADDR", "0.0.0.0:8080"), ("STRIPE_SECRET_KEY", "sk_live_1")] {
        let terminal = Terminal::new().with(name, value);

        terminal.run(&["demo"]).assert_failed_saying(&[name]);
    }
}

#[test]
fn a_port_in_use_is_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let terminal = Terminal::for_serving().with("NAIRO_ADDR", &address);
    terminal.run(&["migrate"]).assert_worked();

    terminal.run(&["serve"]).assert_failed_saying(&[&address, "in use"]);
}

#[test]
fn a_database_that_cannot_be_opened_is_one_line_without_the_password() {
    let table = [
        ("sqlite:///proc/no/such/place.db", "/proc/no/such"),
        ("postgres://nairo:s3cret@127.0.0.1:1/nairo", "postgres://nairo@127.0.0.1:1/nairo"),
    ];
    for (url, named) in table {
        let terminal = Terminal::for_serving().with("DATABASE_URL", url);

        let ended = terminal.run(&["migrate"]);

        ended.assert_failed_saying(&["DATABASE_URL", named]);
        assert!(!ended.complained.contains("s3cret"), "{ended:#?}");
    }
}

#[test]
fn the_help_of_serve_lists_every_setting() {
    let ended = Terminal::new().run(&["serve", "--help"]);

    ended.assert_worked();
    for setting in nairo::config::SETTINGS {
        assert!(ended.said.contains(setting.name), "{}", setting.name);
    }
}

#[test]
fn a_command_that_does_not_exist_says_which_do() {
    let ended = Terminal::new().run(&["sell"]);

    assert_ne!(ended.code, Some(0));
    let help = Terminal::new().run(&["--help"]).said;
    for command in ["demo", "serve", "worker", "migrate", "create-admin", "run-job", "states", "backup", "restore"] {
        assert!(help.contains(command), "{command} is not in the help");
    }
}
