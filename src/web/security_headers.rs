//! The headers every response carries (rules/security.md, section 4).

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;

use super::shell::Shell;

const FIXED: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("reporting-endpoints", "csp=\"/csp-reports\""),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), usb=(), payment=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
];

/// The header values, made once a worker.
#[derive(Clone)]
pub struct SecurityHeaders {
    values: Vec<(HeaderName, HeaderValue)>,
}

impl SecurityHeaders {
    /// For this site: its gateway's origin in `form-action`, HSTS only on https.
    pub fn for_shell(shell: &Shell) -> Self {
        let targets = shell.form_targets.iter().fold(String::new(), |all, target| format!("{all} {target}"));
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
             manifest-src 'self'; form-action 'self'{targets}; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
             report-uri /csp-reports; report-to csp"
        );
        let mut values: Vec<(HeaderName, HeaderValue)> = FIXED
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let policy = HeaderValue::from_str(&policy).expect("origins are plain ASCII");
        values.push((HeaderName::from_static("content-security-policy"), policy));
        if shell.base_url.starts_with("https://") {
            let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
            values.push((HeaderName::from_static("strict-transport-security"), value));
        }
        Self { values }
    }
}

/// Middleware: adds the headers; what a handler set itself (a stricter referrer policy, the policy of one page) stays.
pub async fn add_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let headers = request.app_data::<web::Data<SecurityHeaders>>().cloned();
    let mut response = next.call(request).await?;
    let target = response.headers_mut();
    if let Some(headers) = headers {
        for (name, value) in &headers.values {
            if !target.contains_key(name) {
                target.insert(name.clone(), value.clone());
            }
        }
    }
    let referrer = HeaderName::from_static("referrer-policy");
    if !target.contains_key(&referrer) {
        target.insert(referrer, HeaderValue::from_static("strict-origin-when-cross-origin"));
    }
    Ok(response)
}
