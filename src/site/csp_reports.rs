//! `POST /csp-reports`: browsers tell what our content-security policy stopped. A stranger may post anything here, so it is
//! counted, small, and only the directive's own word is logged: addresses in a report may hold personal links.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use chrono::Duration;
use serde_json::Value;

use crate::app::App;
use crate::kernel::Unexpected;
use crate::limits::{self, Limit};
use crate::web::{PageContext, PageError};

/// From one address.
const OF_ONE: Limit = Limit { what: "csp_reports", most: 20, window: Duration::minutes(10) };
/// From everywhere.
const OF_ALL: Limit = Limit { what: "all_csp_reports", most: 300, window: Duration::hours(1) };
/// More bytes are no report.
const LARGEST: usize = 16 * 1024;
/// Violations read of one message.
const MOST: usize = 10;

const DIRECTIVES: [&str; 15] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "style-src-elem",
    "style-src-attr",
    "img-src",
    "font-src",
    "connect-src",
    "manifest-src",
    "form-action",
    "base-uri",
    "object-src",
    "frame-ancestors",
];

/// Takes a report and says nothing.
pub async fn create_report(app: Data<App>, page: PageContext, body: Bytes) -> Result<HttpResponse, PageError> {
    if body.len() > LARGEST {
        return Err(PageError::TooLarge);
    }
    let now = app.now();
    let counted = app.db.write_tx(async |tx| match limits::hit(tx, OF_ONE, &page.client, now).await? {
        Ok(()) => limits::hit(tx, OF_ALL, "", now).await,
        refused => Ok::<_, Unexpected>(refused),
    });
    counted.await?.map_err(PageError::TooManyRequests)?;
    let unreadable = || PageError::BadRequest("This is not a report.".to_owned());
    let report: Value = serde_json::from_slice(&body).map_err(|_| unreadable())?;
    for directive in directives(&report) {
        tracing::warn!(directive, "the content-security policy stopped something");
    }
    Ok(HttpResponse::NoContent().finish())
}

/// The directives named, in the old form (`report-uri`) or the new (`report-to`); what we do not know is "other".
fn directives(report: &Value) -> Vec<&'static str> {
    let violations = match report {
        Value::Array(reports) => reports.iter().map(|report| &report["body"]).take(MOST).collect(),
        one => vec![&one["csp-report"]],
    };
    let named = |violation: &&Value| {
        let keys = ["effectiveDirective", "effective-directive", "violated-directive"];
        keys.iter().find_map(|key| violation.get(key)?.as_str()).map(str::to_owned)
    };
    let known = |word: String| DIRECTIVES.into_iter().find(|known| *known == word).unwrap_or("other");
    violations.iter().filter_map(named).map(known).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::directives;

    #[test]
    fn both_kinds_of_report_are_read_and_nothing_but_known_words_is_taken() {
        let table = [
            (
                json!({ "csp-report": { "effective-directive": "img-src", "document-uri": "https://x/manage/secret" } }),
                vec!["img-src"],
            ),
            (json!({ "csp-report": { "violated-directive": "script-src" } }), vec!["script-src"]),
            (
                json!([{ "type": "csp-violation", "body": { "effectiveDirective": "style-src-attr" } }, { "body": { "effectiveDirective": "a\nb" } }]),
                vec!["style-src-attr", "other"],
            ),
            (json!({}), vec![]),
            (json!([1, "x", null]), vec![]),
            (json!("x"), vec![]),
        ];
        for (report, wanted) in table {
            assert_eq!(directives(&report), wanted, "{report}");
        }
    }
}
