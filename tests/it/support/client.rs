//! A browser without a screen: keeps cookies, follows redirects, sends forms with their token and the right origin.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, Url, redirect};

use super::form::TestForm;
use super::page::Page;

/// One person's browser. `name` is what failures call them.
pub struct Client {
    pub name: String,
    base_url: String,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

const MOST_REDIRECTS: usize = 5;

impl Client {
    /// A browser with nothing in its jar, on the site at `base_url`.
    pub fn new(name: &str, base_url: &str) -> Self {
        // A connection each: one that has been idle is closed by the site after some seconds, and a request that is written into
        // it just then gets no answer. A browser asks again; a test that has prepared sixty-four forms would fail.
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).pool_max_idle_per_host(0);
        let http = http.timeout(Duration::from_secs(60)).no_proxy();
        Self {
            name: name.to_owned(),
            base_url: base_url.to_owned(),
            http: http.build().unwrap(),
            cookies: Mutex::default(),
        }
    }

    /// Shows a page, following redirects within the site.
    pub async fn get(&self, path: &str) -> Page {
        let mut page = self.get_once(path).await;
        for _ in 0..MOST_REDIRECTS {
            let Some(next) = self.own_path(page.header("location")).filter(|_| page.status.is_redirection()) else {
                break;
            };
            page = self.get_once(&next).await;
        }
        page
    }

    /// Asks for a page and follows nothing.
    pub async fn get_once(&self, path: &str) -> Page {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form and follows where it leads within the site.
    pub async fn submit(&self, form: TestForm) -> Page {
        let page = self.submit_once(form).await;
        match self.own_path(page.header("location")).filter(|_| page.status.is_redirection()) {
            Some(next) => self.get(&next).await,
            None => page,
        }
    }

    /// Sends a form and follows nothing: for what leads elsewhere, such as the pay page.
    pub async fn submit_once(&self, form: TestForm) -> Page {
        let path = self.own_path(&form.action).unwrap_or_else(|| panic!("a form leads elsewhere: {}", form.action));
        self.post(&path, &form.pairs()).await
    }

    /// Sends these fields as a form from one of the site's own pages; the caller gives the token, or not.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> Page {
        self.send(self.request(Method::POST, path).header("sec-fetch-site", "same-origin").form(fields)).await
    }

    /// Sends a form with a file in its field "file", the way a browser does: fields first, in page order.
    pub async fn upload(&self, form: TestForm, file_name: &str, content: &[u8]) -> Page {
        let mut body = Vec::new();
        for (name, value) in form.pairs().iter().filter(|(name, _)| name != "file") {
            body.extend_from_slice(
                format!("--frontier\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        let about = format!("form-data; name=\"file\"; filename=\"{file_name}\"\r\ncontent-type: text/csv");
        body.extend_from_slice(format!("--frontier\r\ncontent-disposition: {about}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--frontier--\r\n");
        let path = self.own_path(&form.action).unwrap_or_else(|| panic!("a form leads elsewhere: {}", form.action));
        let request = self.request(Method::POST, &path).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "multipart/form-data; boundary=frontier").body(body);
        let page = self.send(request).await;
        match self.own_path(page.header("location")).filter(|_| page.status.is_redirection()) {
            Some(next) => self.get(&next).await,
            None => page,
        }
    }

    /// A form token for this browser, from whichever page has a form: the way out for those signed in, else the way in.
    pub async fn csrf(&self) -> String {
        for path in ["/no-such-page", "/sign-in"] {
            let forms = self.get_once(path).await.forms();
            if let Some(token) = forms.iter().find_map(|form| form.value("csrf")) {
                return token.to_owned();
            }
        }
        panic!("no page offers {} a form", self.name)
    }

    /// A request with this browser's cookies, for odd ones. Send it by [`Client::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare_request(method, path).header("origin", &self.base_url)
    }

    /// The same without saying which page it comes from.
    pub fn bare_request(&self, method: Method, path: &str) -> RequestBuilder {
        let jar = self.cookies.lock().unwrap();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.http.request(method, format!("{}{path}", self.base_url));
        if cookies.is_empty() { request } else { request.header("cookie", cookies.join("; ")) }
    }

    /// Sends a request, keeps its cookies, and checks the markup of the page that comes back.
    pub async fn send(&self, request: RequestBuilder) -> Page {
        let response = request.send().await.unwrap_or_else(|error| panic!("no answer for {}: {error:?}", self.name));
        let (status, headers, url) = (response.status(), response.headers().clone(), response.url().clone());
        self.keep_cookies(&headers);
        let bytes = response
            .bytes()
            .await
            .unwrap_or_else(|error| panic!("half an answer for {}: {error:?}", self.name))
            .to_vec();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let page = Page { status, headers, html, bytes, path };
        if page.header("content-type").starts_with("text/html")
            && page.header("content-encoding").is_empty()
            && !page.bytes.is_empty()
        {
            let faults = page.faults();
            assert!(faults.is_empty(), "{} ({status}) has faults in its markup: {faults:#?}\n{}", page.path, page.html);
        }
        page
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().unwrap();
        for line in headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let (pair, flags) = line.split_once(';').unwrap_or((line, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if value.is_empty() || flags.to_lowercase().contains("max-age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie in the jar: a stolen one, say.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// The browser forgets everything.
    pub fn forget_cookies(&self) {
        self.cookies.lock().unwrap().clear();
    }

    /// The path of a link when it stays on the site.
    fn own_path(&self, target: &str) -> Option<String> {
        if target.is_empty() {
            return None;
        }
        let base = Url::parse(&self.base_url).unwrap();
        let url = base.join(target).ok().filter(|url| url.origin() == base.origin())?;
        Some(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
    }
}

/// Headers for an odd request.
pub fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let value = |text: &str| HeaderValue::from_str(text).unwrap();
    pairs.iter().map(|(name, text)| (HeaderName::from_static(name), value(text))).collect()
}
