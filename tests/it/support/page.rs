//! An answer, and what a person would look for in it.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::form::TestForm;
use super::html::{Element, parse};

/// One answer of the server.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The body as text.
    pub html: String,
    /// The body as sent.
    pub bytes: Vec<u8>,
    /// The path that answered, after redirects.
    pub path: String,
}

impl Page {
    /// A header, or "".
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The page as a tree.
    pub fn root(&self) -> Element {
        parse(&self.html).unwrap_or_else(|problem| panic!("{} is not well-formed: {problem}\n{}", self.path, self.html))
    }

    /// What a reader sees in the page's body.
    pub fn text(&self) -> String {
        let root = self.root();
        root.named("body").first().map_or_else(|| root.text(), |body| body.text())
    }

    /// What a reader sees in `<main>`.
    pub fn main(&self) -> String {
        self.root().named("main").first().map(|main| main.text()).unwrap_or_default()
    }

    /// Whether a reader sees these words.
    pub fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Fails, showing the page, unless a reader sees these words.
    #[track_caller]
    pub fn assert_has(&self, words: &str) -> &Self {
        assert!(self.has(words), "{words:?} is not on {} ({}):\n{}", self.path, self.status, self.text());
        self
    }

    /// Fails when a reader sees these words.
    #[track_caller]
    pub fn assert_lacks(&self, words: &str) -> &Self {
        assert!(!self.has(words), "{words:?} should not be on {}:\n{}", self.path, self.text());
        self
    }

    /// Fails, showing the page, unless this is the status.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}:\n{}", self.path, self.text());
        self
    }

    /// The one `<h1>`.
    pub fn heading(&self) -> String {
        self.root().named("h1").first().map(|heading| heading.text()).unwrap_or_default()
    }

    /// The words beside a field that say what is wrong with it; "" when nothing is.
    pub fn error_of(&self, field: &str) -> String {
        let error = self.root().by_id(&format!("{field}-error")).map(Element::text).unwrap_or_default();
        error.trim_start_matches("Error:").trim().to_owned()
    }

    /// The message of the last act, shown once.
    pub fn flash(&self) -> String {
        self.root().with_class("flash").first().map(|flash| flash.text()).unwrap_or_default()
    }

    /// Every form of the page.
    pub fn forms(&self) -> Vec<TestForm> {
        self.root().named("form").into_iter().map(|form| TestForm::read(form, &self.path)).collect()
    }

    /// The form sent to this path; a `*` at the end matches any ending.
    #[track_caller]
    pub fn form(&self, action: &str) -> TestForm {
        let matches = |form: &TestForm| match action.strip_suffix('*') {
            Some(start) => form.action.starts_with(start),
            None => form.action == action,
        };
        let forms = self.forms();
        let actions: Vec<&str> = forms.iter().map(|form| form.action.as_str()).collect();
        let found = forms.iter().find(|form| matches(form)).cloned();
        found.unwrap_or_else(|| {
            panic!("{} ({}) has no form {action}; it has {actions:?}\n{}", self.path, self.status, self.text())
        })
    }

    /// Where the first link with these words leads.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let root = self.root();
        let links = root.named("a");
        let found = links.iter().find(|link| link.text().contains(words)).and_then(|link| link.attr("href"));
        found.map_or_else(|| panic!("{} has no link {words:?}:\n{}", self.path, self.text()), str::to_owned)
    }

    /// Where every link and form of the page leads.
    pub fn targets(&self) -> Vec<String> {
        let root = self.root();
        let of = |name: &str, attribute: &str| {
            root.named(name)
                .into_iter()
                .filter_map(|element| element.attr(attribute).map(str::to_owned))
                .collect::<Vec<_>>()
        };
        [of("a", "href"), of("form", "action")].concat()
    }

    /// What is wrong with the page's markup, whatever it says: checked on every page a test client receives.
    pub fn faults(&self) -> Vec<String> {
        let root = match parse(&self.html) {
            Ok(root) => root,
            Err(problem) => return vec![problem],
        };
        let all = root.all();
        let mut faults = Vec::new();
        let mut ids: Vec<&str> = all.iter().filter_map(|element| element.attr("id")).collect();
        ids.sort_unstable();
        faults.extend(
            ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| format!("the id {} stands twice", pair[0])),
        );
        let points = |attribute: &'static str| all.iter().filter_map(move |element| element.attr(attribute));
        let pointed = points("for").chain(points("aria-describedby").flat_map(str::split_whitespace));
        let pointed = pointed.chain(points("aria-labelledby").flat_map(str::split_whitespace));
        faults.extend(
            pointed
                .filter(|id| ids.binary_search(id).is_err())
                .map(|id| format!("something points to #{id}, which is not there")),
        );
        let headings = root.named("h1").len();
        if headings != 1 {
            faults.push(format!("{headings} first-level headings"));
        }
        let forbidden = all
            .iter()
            .flat_map(|element| &element.attributes)
            .filter(|(name, _)| name == "style" || name.starts_with("on"));
        faults.extend(forbidden.map(|(name, _)| format!("an inline {name}, which the security policy forbids")));
        faults
    }
}
