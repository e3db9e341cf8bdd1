//! A tiny mail server that behaves as badly as it is told.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What happens to one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes the message.
    Takes,
    /// Refuses the sender: a matter between us and the server.
    RefusesSender(&'static str),
    /// Refuses the recipient with this answer.
    RefusesRecipient(&'static str),
    /// Refuses the message itself, after all of it was said.
    RefusesText(&'static str),
    /// Takes the message and hangs up before saying so.
    TakesAndHangsUp,
    /// Hangs up at once.
    HangsUp,
    /// Says nothing at all.
    Sleeps,
}

/// A message as it arrived, whether or not the server said so.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub to: String,
    pub hello: String,
    pub text: String,
}

impl Arrived {
    /// The value of a header, or "".
    pub fn header(&self, name: &str) -> String {
        let start = format!("{name}: ");
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        head.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().trim().to_owned()
    }
}

/// The server; it lives as long as the test's process.
#[derive(Clone)]
pub struct SmtpServer {
    pub url: String,
    moods: Arc<Mutex<VecDeque<Mood>>>,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl SmtpServer {
    /// Connections meet these moods one after another; later ones are taken.
    pub fn start(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            url: format!("smtp://{}", listener.local_addr().unwrap()),
            moods: Arc::new(Mutex::new(moods.iter().copied().collect())),
            arrived: Arc::default(),
        };
        let here = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (here, mood) = (here.clone(), here.moods.lock().unwrap().pop_front().unwrap_or(Mood::Takes));
                thread::spawn(move || here.talk(&stream, mood));
            }
        });
        server
    }

    /// From now on every message is taken.
    pub fn recover(&self) {
        self.moods.lock().unwrap().clear();
    }

    /// Everything that arrived.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    fn talk(&self, stream: &TcpStream, mood: Mood) -> Option<()> {
        match mood {
            Mood::HangsUp => return None,
            Mood::Sleeps => {
                thread::sleep(Duration::from_secs(60));
                return None;
            }
            _ => {}
        }
        let mut lines = BufReader::new(stream);
        let mut out = stream;
        let mut say = |words: &str| out.write_all(format!("{words}\r\n").as_bytes()).ok();
        let mut read = || {
            let mut line = String::new();
            lines.read_line(&mut line).ok().filter(|length| *length > 0).map(|_| line)
        };
        say("220 test server")?;
        let (mut to, mut hello) = (String::new(), String::new());
        loop {
            let line = read()?;
            match line.split([' ', '\r']).next().unwrap_or_default() {
                "EHLO" => {
                    hello = line[5..].trim().to_owned();
                    say("250-test server\r\n250 8BITMIME")?;
                }
                "MAIL" => match mood {
                    Mood::RefusesSender(answer) => say(answer)?,
                    _ => say("250 ok")?,
                },
                "RCPT" => match mood {
                    Mood::RefusesRecipient(answer) => say(answer)?,
                    _ => {
                        to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                        say("250 ok")?;
                    }
                },
                "DATA" => {
                    say("354 go on")?;
                    let mut text = String::new();
                    loop {
                        let line = read()?;
                        if line == ".\r\n" {
                            break;
                        }
                        text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    }
                    if let Mood::RefusesText(answer) = mood {
                        say(answer)?;
                        continue;
                    }
                    self.arrived.lock().unwrap().push(Arrived { to: to.clone(), hello: hello.clone(), text });
                    if mood == Mood::TakesAndHangsUp {
                        return None;
                    }
                    say("250 taken")?;
                }
                "QUIT" => {
                    say("221 bye")?;
                    return Some(());
                }
                _ => say("500 what?")?,
            }
        }
    }
}
