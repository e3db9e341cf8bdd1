//! Cross-site protection (D23): Fetch Metadata with Origin as fallback, and a signed token bound to a cookie.
//! The token differs on every page (a fresh nonce), so compressing pages gives nothing away.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::kernel::TokenSource;
use std::sync::Arc;

/// Makes and checks form tokens and signs small cookies.
#[derive(Clone)]
pub struct CsrfKeys {
    secret: Vec<u8>,
    tokens: Arc<dyn TokenSource>,
}

impl CsrfKeys {
    /// `secret` is `NAIRO_SECRET_KEY`.
    pub fn new(secret: &[u8], tokens: Arc<dyn TokenSource>) -> Self {
        Self { secret: secret.to_vec(), tokens }
    }

    /// A fresh value for the cookie that tokens are bound to.
    pub fn new_visit(&self) -> String {
        self.tokens.secret()
    }

    /// A token for a form shown to the holder of `visit`.
    pub fn token(&self, visit: &str) -> String {
        let mut nonce = [0_u8; 12];
        self.tokens.fill(&mut nonce);
        let mut bytes = nonce.to_vec();
        bytes.extend_from_slice(&self.mac("csrf", &[&nonce, visit.as_bytes()]));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether `token` was made for the holder of `visit`.
    pub fn accepts(&self, token: &str, visit: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((nonce, mac)) = bytes.split_at_checked(12) else { return false };
        constant_time_eq(mac, &self.mac("csrf", &[nonce, visit.as_bytes()]))
    }

    /// `value` with a signature, for cookies that people could otherwise write themselves.
    pub fn sign(&self, purpose: &str, value: &str) -> String {
        let body = URL_SAFE_NO_PAD.encode(value);
        let mac = URL_SAFE_NO_PAD.encode(self.mac(purpose, &[body.as_bytes()]));
        format!("{body}.{mac}")
    }

    /// Reads what [`Self::sign`] made for the same purpose.
    pub fn open(&self, purpose: &str, signed: &str) -> Option<String> {
        let (body, mac) = signed.split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        if !constant_time_eq(&mac, &self.mac(purpose, &[body.as_bytes()])) {
            return None;
        }
        String::from_utf8(URL_SAFE_NO_PAD.decode(body).ok()?).ok()
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.secret).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        for part in parts {
            mac.update(&[0]);
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }
}

fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    a.ct_eq(b).into()
}

/// What the browser says about where a request comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestOrigin<'a> {
    /// `Sec-Fetch-Site`.
    pub fetch_site: Option<&'a str>,
    /// `Origin`.
    pub origin: Option<&'a str>,
}

impl RequestOrigin<'_> {
    /// True when the request comes from one of our own pages. A browser that says nothing at all is judged by its token alone
    /// being wrong or right, so silence is refused too: every browser in use sends at least one of the two on a POST.
    pub fn is_ours(&self, base_origin: &str) -> bool {
        match (self.fetch_site, self.origin) {
            (Some(site), _) => site == "same-origin",
            (None, Some(origin)) => origin == base_origin,
            (None, None) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::CountingTokens;

    fn keys() -> CsrfKeys {
        CsrfKeys::new(b"a secret of some length", Arc::new(CountingTokens::default()))
    }

    #[test]
    fn a_token_is_good_for_its_own_visit_only() {
        let keys = keys();
        let token = keys.token("visit-a");

        assert!(keys.accepts(&token, "visit-a"));
        assert!(!keys.accepts(&token, "visit-b"));
        assert!(!keys.accepts("", "visit-a"));
        assert!(!keys.accepts("AAAA", "visit-a"));
        assert_ne!(token, keys.token("visit-a"), "each page shows another token");
    }

    #[test]
    fn a_signed_value_opens_for_its_purpose_only() {
        let keys = keys();
        let signed = keys.sign("flash", "Saved");

        assert_eq!(keys.open("flash", &signed).as_deref(), Some("Saved"));
        assert_eq!(keys.open("other", &signed), None);
        assert_eq!(keys.open("flash", &format!("{signed}x")), None);
    }

    #[test]
    fn only_our_own_pages_may_post() {
        let table = [
            (Some("same-origin"), None, true),
            (Some("same-origin"), Some("https://evil.example"), true),
            (Some("same-site"), Some("https://a.example"), false),
            (Some("cross-site"), Some("https://a.example"), false),
            (Some("none"), None, false),
            (None, Some("https://a.example"), true),
            (None, Some("https://b.example"), false),
            (None, Some("null"), false),
            (None, None, false),
        ];
        for (fetch_site, origin, expected) in table {
            assert_eq!(
                RequestOrigin { fetch_site, origin }.is_ours("https://a.example"),
                expected,
                "{fetch_site:?} {origin:?}"
            );
        }
    }
}
