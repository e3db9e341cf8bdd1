//! Mail that was sent, as its reader has it.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use nairo::notifications::transport::CapturedMail;

use super::app::TestApp;
use super::html::decode;

/// Everything sent by one product, and how far the test has read.
pub struct Mailbox {
    mails: Arc<Mutex<Vec<CapturedMail>>>,
    read: Mutex<usize>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Mail(CapturedMail);

/// What has arrived since the test last looked.
#[derive(Clone, Debug)]
pub struct NewMail {
    mails: Vec<Mail>,
}

impl Mailbox {
    pub fn of(mails: Arc<Mutex<Vec<CapturedMail>>>) -> Self {
        Self { mails, read: Mutex::new(0) }
    }

    /// Subjects of what no test has looked at.
    pub fn unread_subjects(&self) -> Vec<String> {
        let read = *self.read.lock().unwrap();
        self.mails.lock().unwrap().iter().skip(read).map(|mail| format!("{} (to {})", mail.subject, mail.to)).collect()
    }

    fn take_new(&self) -> Vec<Mail> {
        let mut read = self.read.lock().unwrap();
        let mails = self.mails.lock().unwrap();
        let new = mails.iter().skip(*read).cloned().map(Mail).collect();
        *read = mails.len();
        new
    }

    fn all(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().iter().cloned().map(Mail).collect()
    }
}

impl TestApp {
    /// The mail that has arrived since this was last asked. Run the jobs first: they deliver it.
    pub fn mail(&self) -> NewMail {
        NewMail { mails: self.mails.take_new() }
    }

    /// All mail since the beginning.
    pub fn all_mail(&self) -> Vec<Mail> {
        self.mails.take_new();
        self.mails.all()
    }

    /// Mail is not what this test is about.
    pub fn ignore_mail(&self) {
        self.mails.take_new();
    }
}

impl NewMail {
    /// All of it, oldest first.
    pub fn all(self) -> Vec<Mail> {
        self.mails
    }

    /// Subjects with their recipients, for comparing at a glance: `to: subject`.
    pub fn lines(&self) -> Vec<String> {
        self.mails.iter().map(|mail| format!("{}: {}", mail.to, mail.subject)).collect()
    }

    /// The one message there is.
    #[track_caller]
    pub fn only(self) -> Mail {
        assert_eq!(self.mails.len(), 1, "expected one message, there are: {:?}", self.lines());
        self.mails.into_iter().next().unwrap()
    }

    /// The one message to this address.
    #[track_caller]
    pub fn to(&self, address: &str) -> Mail {
        let found: Vec<&Mail> = self.mails.iter().filter(|mail| mail.to == address).collect();
        assert_eq!(found.len(), 1, "expected one message to {address}, there are: {:?}", self.lines());
        found[0].clone()
    }

    /// Nothing has arrived.
    #[track_caller]
    pub fn assert_none(&self) {
        assert!(self.mails.is_empty(), "expected no mail, there is: {:?}", self.lines());
    }
}

impl Mail {
    /// The path of the link in the plain text that begins with `start`, such as `/manage/`.
    #[track_caller]
    pub fn link(&self, start: &str) -> String {
        let urls = self.text.split_whitespace().filter(|word| word.starts_with("http"));
        let mut paths = urls.filter_map(|url| url.splitn(4, '/').nth(3)).map(|path| format!("/{path}"));
        let found = paths.find(|path| path.starts_with(start));
        found.unwrap_or_else(|| panic!("no link {start}… in the mail {:?}:\n{}", self.subject, self.text))
    }

    /// The sign-in code in the plain text.
    #[track_caller]
    pub fn code(&self) -> String {
        let mut words = self.text.split(|letter: char| !letter.is_ascii_digit());
        words.find(|word| word.len() == 6).unwrap_or_else(|| panic!("no code in:\n{}", self.text)).to_owned()
    }

    /// Fails, showing the message, unless both its text and its HTML say so.
    #[track_caller]
    pub fn assert_says(&self, words: &str) -> &Self {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(&self.text).contains(words), "{words:?} is not in the text of {:?}:\n{}", self.subject, self.text);
        let html = super::html::parse(&self.html).map_or_else(|_| decode(&self.html), |root| root.text());
        assert!(flat(&html).contains(words), "{words:?} is not in the HTML of {:?}:\n{html}", self.subject);
        self
    }

    /// A property of the calendar file, unfolded; "" when it is not there.
    pub fn calendar_line(&self, name: &str) -> String {
        let calendar = self.calendar.clone().unwrap_or_default().replace("\r\n ", "").replace("\r\n\t", "");
        let mut lines = calendar.lines().filter(|line| line.starts_with(name));
        lines.find_map(|line| line.split_once(':')).map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

impl Deref for Mail {
    type Target = CapturedMail;

    fn deref(&self) -> &CapturedMail {
        &self.0
    }
}
