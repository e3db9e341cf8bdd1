//! What a form sent: checked for origin, token, size and repeated fields before any handler sees it.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use sha2::{Digest, Sha256};

use super::csrf::RequestOrigin;
use super::page_error::PageError;
use super::shell::Shell;
use super::upload::{TakesFile, accept_upload};

/// The fields of a form. A handler can only get it after the checks passed.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    fields: Arc<Vec<(String, String)>>,
}

impl Posted {
    /// The value of a field, or "" when it was not sent. Not trimmed.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// Whether a box was ticked (its name was sent at all).
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// Every field as sent, without the token.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().filter(|(name, _)| name != "csrf").map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A digest of everything sent but the token, to tell a repeat from another request (D26).
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for (name, value) in self.pairs() {
            for part in [name, value] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part.as_bytes());
            }
        }
        hex::encode(digest.finalize())
    }

    /// A form as a test fills it in.
    #[cfg(test)]
    pub(crate) fn of(fields: &[(&str, &str)]) -> Self {
        Self {
            fields: Arc::new(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()),
        }
    }

    fn parse(body: &[u8]) -> Result<Self, PageError> {
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body)
            .map_err(|_| PageError::BadRequest("The form could not be read. Go back and send it again.".to_owned()))?;
        Self::of_fields(fields)
    }

    /// Fields as they were sent; a name must not come twice.
    pub(super) fn of_fields(fields: Vec<(String, String)>) -> Result<Self, PageError> {
        let mut names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(PageError::BadRequest("The form sent a field twice. Go back and send it again.".to_owned()));
        }
        Ok(Self { fields: Arc::new(fields) })
    }
}

impl FromRequest for Posted {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let posted = request.extensions().get::<Self>().cloned();
        ready(posted.ok_or_else(|| PageError::unexpected("a form was asked for on a route that takes none")))
    }
}

/// Refuses a state-changing request that is not from our own page, then keeps its fields for the handler (D23, S3).
pub(super) async fn accept_form(request: &mut ServiceRequest) -> Result<(), PageError> {
    let shell = request
        .app_data::<web::Data<Shell>>()
        .cloned()
        .ok_or_else(|| PageError::unexpected("the shell is not set up"))?;
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (fetch_site, origin) = (text("sec-fetch-site"), text("origin"));
    let from = RequestOrigin { fetch_site: fetch_site.as_deref(), origin: origin.as_deref() };
    if !from.is_ours(&shell.base_url) {
        tracing::warn!(fetch_site, "a form from elsewhere was refused");
        return Err(PageError::FormExpired);
    }
    let kind = text(header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let takes = request.extensions().get::<TakesFile>().copied();
    if let Some(takes) = takes.filter(|_| kind.starts_with("multipart/form-data")) {
        let posted = accept_upload(request, &shell, takes).await?;
        request.extensions_mut().insert(posted);
        return Ok(());
    }
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(PageError::BadRequest("Send this as a form.".to_owned()));
    }
    let body = request.extract::<web::Bytes>().await.map_err(|_| PageError::TooLarge)?;
    let posted = Posted::parse(&body)?;
    accept_token(request, &shell, posted.get("csrf"))?;
    request.extensions_mut().insert(posted);
    Ok(())
}

/// Refuses a form whose token was not made for this visit.
pub(super) fn accept_token(request: &ServiceRequest, shell: &Shell, token: &str) -> Result<(), PageError> {
    let visit =
        request.cookie(&shell.cookies.pre_session()).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    if visit.is_empty() || !shell.csrf.accepts(token, &visit) {
        tracing::warn!("a form with a wrong token was refused");
        return Err(PageError::FormExpired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_sent_twice_is_refused() {
        assert!(Posted::parse(b"a=1&a=2").is_err());
        assert_eq!(Posted::parse(b"a=1&b=%C3%A9").unwrap().get("b"), "é");
    }

    #[test]
    fn the_digest_ignores_the_token_and_nothing_else() {
        let digest = |body: &[u8]| Posted::parse(body).unwrap().digest();

        assert_eq!(digest(b"csrf=x&a=1"), digest(b"csrf=y&a=1"));
        assert_ne!(digest(b"a=1&b=2"), digest(b"a=12&b="));
    }
}
