//! `nairo demo`, as the binary: it makes its world once, keeps what is done in it, starts over when asked, and leaves other
//! people's databases alone.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use crate::support::client::Client;

/// A demo that runs.
struct Demo {
    process: Child,
    base_url: String,
}

impl Demo {
    fn start(terminal: &Terminal, more: &[&str]) -> Self {
        let mut arguments = vec!["demo", "--addr", "127.0.0.1:0"];
        arguments.extend(more);
        let mut process = terminal.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.map_while(Result::ok).find(|line| line.starts_with("The demo is at "));
        let base_url = line.expect("the demo says where it is").trim_start_matches("The demo is at ").to_owned();
        Self { process, base_url }
    }

    /// Signs in as one of the demo's people, by one click.
    async fn person(&self, mailbox: &str) -> Client {
        let client = Client::new(mailbox, &self.base_url);
        let form = client.get("/dev/people").await.form(&format!("/dev/people/{mailbox}/session"));
        client.submit(form).await.assert_status(200);
        client
    }

    /// Stops it as a supervisor would; it must end well, and soon.
    fn stop(mut self) {
        let began = Instant::now();
        Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        let ended = self.process.wait().unwrap();
        assert!(ended.success(), "{ended}");
        assert!(began.elapsed() < Duration::from_secs(10), "it took {:?}", began.elapsed());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

async fn rename(admin: &Client, name: &str) {
    let form = admin.get("/admin/charity").await.form("/admin/charity").fill("short_name", name);
    admin.submit(form).await.assert_status(200);
}

#[actix_web::test]
async fn the_demo_keeps_what_is_done_in_it_until_it_is_told_to_start_over() {
    let terminal = Terminal::new();
    let demo = Demo::start(&terminal, &[]);
    rename(&demo.person("rowan.achterberg").await, "CHANGED").await;
    demo.stop();

    let again = Demo::start(&terminal, &[]);
    let kept = Client::new("a visitor", &again.base_url).get("/courses").await;
    again.stop();
    let fresh = Demo::start(&terminal, &["--fresh"]);
    let anew = Client::new("a visitor", &fresh.base_url).get("/courses").await;
    fresh.stop();

    kept.assert_has("CHANGED");
    assert_eq!(kept.html.matches("/courses/the-role-of-the-iro").count(), 1, "the world is not made twice");
    anew.assert_lacks("CHANGED").assert_has("The Role of the IRO");
}

#[actix_web::test]
async fn the_demo_has_a_programme_people_bookings_and_news() {
    let terminal = Terminal::new();
    let demo = Demo::start(&terminal, &[]);
    let visitor = Client::new("a visitor", &demo.base_url);

    let home = visitor.get("/").await;
    let events = visitor.get("/events").await;
    let past = visitor.get("/events?when=past").await;
    let asha = demo.person("asha.raghunathan").await.get("/account").await;
    let officer = demo.person("dilys.penhaligon").await.get("/admin").await;
    let mail = visitor.get("/dev/mail").await;

    home.assert_has("This is a demonstration").assert_has("A child needs an advocate and a reviewing officer");
    for words in [
        "The Role of the IRO",
        "The Challenge of Challenge",
        "Training for New or Aspiring IROs",
        "2 places left",
        "Full",
        "Cancelled",
        "Time to be confirmed",
    ] {
        events.assert_has(words);
    }
    past.assert_has("December").assert_has("2025").assert_has("2022");
    asha.assert_has("Confirmed").assert_has("£140").assert_has("You are a member");
    officer.assert_has("6 of 8");
    mail.assert_status(200);
    demo.stop();
}

#[actix_web::test]
async fn the_list_of_states_leads_to_a_page_for_each() {
    let terminal = Terminal::new();
    let demo = Demo::start(&terminal, &[]);
    let administrator = demo.person("rowan.achterberg").await;

    let list = administrator.get("/dev/states").await;
    let links: Vec<&str> =
        list.html.split("href=\"/admin/").skip(1).filter_map(|rest| rest.split('"').next()).collect();

    assert!(links.len() > 60, "only {} links", links.len());
    for link in links {
        administrator.get(&format!("/admin/{link}")).await.assert_status(200);
    }
    demo.stop();
}

#[test]
fn somebody_elses_database_is_left_alone() {
    let terminal = Terminal::new();
    terminal.run(&["migrate"]).assert_worked();
    terminal.run(&["create-admin", "--name", "Siân O’Neill", "--email", "sian@example.org"]).assert_worked();

    for arguments in [vec!["demo", "--addr", "127.0.0.1:0"], vec!["demo", "--addr", "127.0.0.1:0", "--fresh"]] {
        terminal.run(&arguments).assert_failed_saying(&["DATABASE_URL", "not made by the demo"]);
    }
}

#[test]
fn the_demo_listens_on_this_machine_only() {
    Terminal::new().run(&["demo", "--addr", "0.0.0.0:0"]).assert_failed_saying(&["--addr", "loopback"]);
}
