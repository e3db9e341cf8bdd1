//! The only place that turns errors into status and template. Handlers return `Result<HttpResponse, PageError>`.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError};
use serde::Serialize;

use super::flash::Flash;
use super::page::PageContext;
use super::request_log::RequestId;
use crate::db::is_unavailable;
use crate::kernel::Unexpected;

/// Why a page cannot be shown as asked.
#[derive(Debug)]
pub enum PageError {
    /// It does not exist, or this viewer may not know that it does.
    NotFound,
    /// Known to exist, but this role may not.
    Forbidden,
    /// Sign in, then come back.
    SignInFirst,
    /// The first factor is given; give the second, then come back.
    SecondFactorFirst,
    /// The back office needs a second factor: set one up, then come back.
    EnrolFirst,
    /// Show once more that it is you, then come back.
    ConfirmFirst,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// The form came from elsewhere or its token is stale.
    FormExpired,
    /// The request's shape is wrong (not a field's content): repeated fields, wrong content type.
    BadRequest(String),
    /// More bytes than we take.
    TooLarge,
    /// Asked too often; try again after this many seconds.
    TooManyRequests(u32),
    /// The rules say no; a sentence that says what to do instead.
    Conflict(String),
    /// We or a supplier failed; logged once, shown as a reference.
    Unexpected(Unexpected),
}

impl PageError {
    /// A fault of ours, in words.
    pub fn unexpected(words: &str) -> Self {
        Self::Unexpected(Unexpected::because(words))
    }

    /// Any error as a fault.
    pub fn from_error(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Unexpected(Unexpected::from(error))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::FormExpired => StatusCode::FORBIDDEN,
            Self::SignInFirst | Self::SecondFactorFirst | Self::EnrolFirst => StatusCode::SEE_OTHER,
            Self::ConfirmFirst => StatusCode::TEMPORARY_REDIRECT,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Unexpected(error) if is_unavailable(error.cause()) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Where somebody must go first.
    const fn detour(&self) -> Option<&'static str> {
        match self {
            Self::SignInFirst => Some("/sign-in"),
            Self::SecondFactorFirst => Some("/sign-in/second-factor"),
            Self::EnrolFirst => Some("/account/security/second-factor"),
            Self::ConfirmFirst => Some(CONFIRM),
            _ => None,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NotFound => "We cannot find that page. It may have moved, or the address may be mistyped.".to_owned(),
            Self::Forbidden => "Your account does not have the permission this page needs.".to_owned(),
            Self::SignInFirst => "Sign in to see this page.".to_owned(),
            Self::SecondFactorFirst => "One more step and you are signed in.".to_owned(),
            Self::EnrolFirst => "The back office needs a second step when you sign in. Set one up first.".to_owned(),
            Self::ConfirmFirst => "Confirm that it is you.".to_owned(),
            Self::MethodNotAllowed => "This address does not answer that kind of request.".to_owned(),
            Self::FormExpired => {
                "The form was open for too long, or cookies are switched off. Go back, reload the page and send it again.".to_owned()
            }
            Self::BadRequest(words) | Self::Conflict(words) => words.clone(),
            Self::TooLarge => "That is more than we can take in one go. Shorten it and try again.".to_owned(),
            Self::TooManyRequests(seconds) => format!("That was tried too often. Wait {seconds} seconds and try again."),
            Self::Unexpected(error) if is_unavailable(error.cause()) => {
                "We cannot save or look anything up at the moment. Nothing has been changed; please try again in a minute.".to_owned()
            }
            Self::Unexpected(_) => "Something went wrong on our side. Nothing you were told was saved has been lost.".to_owned(),
        }
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message())
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// A bare response that [`show_errors`] dresses as a page.
    fn error_response(&self) -> HttpResponse {
        let fault = match self {
            Self::Unexpected(error) => Some(error.to_string()),
            _ => None,
        };
        let mut response = HttpResponse::build(self.status());
        if let Self::TooManyRequests(seconds) = self {
            response.insert_header((header::RETRY_AFTER, *seconds));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(ErrorNotice { message: self.message(), fault, detour: self.detour() });
        response
    }
}

impl From<Unexpected> for PageError {
    fn from(error: Unexpected) -> Self {
        Self::Unexpected(error)
    }
}

impl From<sea_orm::DbErr> for PageError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Unexpected(Unexpected::from(error))
    }
}

/// Where people confirm that it is them. A form that came too late for its proof is sent on there whole, by a redirect that
/// keeps method and body, so that nothing typed is lost.
const CONFIRM: &str = "/account/security/confirm";

fn lead_round(
    page: &PageContext,
    method: &Method,
    request: &actix_web::HttpRequest,
    (detour, message): (&str, String),
) -> HttpResponse {
    let query = |name: &str, value: &str| serde_urlencoded::to_string([(name, value)]).unwrap_or_default();
    let here = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if detour == CONFIRM {
        if method.is_safe() {
            return page.redirect(&format!("{CONFIRM}?{}", query("next", here)));
        }
        return HttpResponse::TemporaryRedirect()
            .insert_header((header::LOCATION, format!("{CONFIRM}/form?{}", query("to", here))))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish();
    }
    let wanted = match method.is_safe() {
        true => here,
        false if here.starts_with("/admin") => "/admin",
        false => "/account",
    };
    page.redirect_with(&Flash::info(message), &format!("{detour}?{}", query("next", wanted)))
}

/// Carried by a bare error response to the middleware that renders it.
#[derive(Clone, Debug)]
struct ErrorNotice {
    message: String,
    fault: Option<String>,
    detour: Option<&'static str>,
}

#[derive(Serialize)]
struct ErrorView {
    status: u16,
    message: String,
    reference: String,
}

/// Middleware: renders error pages, logs faults once, and sends people who must sign in to do so.
pub async fn show_errors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let method = request.method().clone();
    let response = next.call(request).await?.map_into_boxed_body();
    let notice = response.response().extensions().get::<ErrorNotice>().cloned();
    let status = response.status();
    let bare = status.is_client_error() || status.is_server_error();
    let dressed = response.headers().contains_key(header::CONTENT_TYPE);
    let notice = match notice {
        Some(notice) => notice,
        None if bare && !dressed => ErrorNotice { message: PageError::NotFound.message(), fault: None, detour: None },
        None => return Ok(response),
    };
    let (request, bare) = response.into_parts();
    let reference = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    if let Some(fault) = &notice.fault {
        tracing::error!(reference, %fault, "a page failed");
    }
    let page = PageContext::of(&request)?;
    if let Some(detour) = notice.detour {
        let answer = lead_round(&page, &method, &request, (detour, notice.message));
        return Ok(ServiceResponse::new(request, answer));
    }
    let view = ErrorView { status: status.as_u16(), message: notice.message, reference };
    let template = match status.as_u16() {
        code @ (404 | 403 | 409 | 429 | 500 | 503) => format!("errors/{code}.html"),
        _ => "errors/422.html".to_owned(),
    };
    let mut answer = match page.render_with(status, &template, &view) {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "an error page failed");
            HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(view.message)
        }
    };
    for (name, value) in bare.headers() {
        answer.headers_mut().append(name.clone(), value.clone());
    }
    Ok(ServiceResponse::new(request, answer))
}
