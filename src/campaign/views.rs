//! Posts as visitors see them.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::PostDetails;
use crate::kernel::{Instant, Unexpected, uk_time};
use crate::web::json_ld::to_script_html;
use crate::web::markdown::to_safe_html;
use crate::web::{Pagination, SiteIdentity};

/// A post in a list: the home page, the news page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewsCard {
    /// Its page.
    pub href: String,
    /// Headline.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// "News", "Press release", "Statement".
    pub kind: &'static str,
    /// "21 August 2026".
    pub published: String,
    /// `2026-08-21`.
    pub published_on: String,
}

impl From<&PostDetails> for NewsCard {
    fn from(post: &PostDetails) -> Self {
        let day = post.published_at.map(uk_time::london_date);
        Self {
            href: format!("/news/{}", post.slug),
            title: post.content.title.clone(),
            summary: post.content.summary.clone(),
            kind: post.content.kind.label(),
            published: day.map(day_words).unwrap_or_default(),
            published_on: day.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

/// The news page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewsList {
    /// The newest first.
    pub posts: Vec<NewsCard>,
    /// Other pages.
    pub pages: Pagination,
}

/// A post's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostView {
    /// Headline, summary, dates.
    pub card: NewsCard,
    /// "Marian Osei, Co-Chair"; none for the association's own words.
    pub byline: Option<String>,
    /// "30 July 2015", when it was released on another day than posted.
    pub released: Option<String>,
    /// "3 September 2026", when it was changed on a later day than posted.
    pub changed: Option<String>,
    /// The body, sanitised.
    pub body_html: String,
    /// `2026-08-21T09:30:00+01:00`.
    pub published_at: String,
    /// The same for the last change.
    pub changed_at: String,
    /// schema.org NewsArticle, as a data element.
    pub structured_data_html: String,
}

impl PostView {
    /// The page of a published post. `base_url` is the site's, without a slash at the end.
    pub fn new(post: &PostDetails, identity: &SiteIdentity, base_url: &str) -> Result<Self, Unexpected> {
        let card = NewsCard::from(post);
        let published_at = post.published_at.unwrap_or(post.updated_at);
        let posted_on = uk_time::london_date(published_at);
        let changed_on = uk_time::london_date(post.updated_at);
        let changed_at = post.updated_at.max(published_at);
        let url = format!("{base_url}{}", card.href);
        Ok(Self {
            byline: post.content.byline(),
            released: post.content.released_on.filter(|day| *day != posted_on).map(day_words),
            changed: (changed_on > posted_on).then(|| day_words(changed_on)),
            body_html: to_safe_html(&post.content.body),
            published_at: uk_time::rfc3339_london(published_at),
            changed_at: uk_time::rfc3339_london(changed_at),
            structured_data_html: structured_data(post, identity, &url, [published_at, changed_at])?,
            card,
        })
    }
}

/// The page that stays when a post is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WithdrawnPost {
    /// Headline.
    pub title: String,
    /// "News", "Press release", "Statement".
    pub kind: &'static str,
    /// "21 August 2026".
    pub withdrawn: String,
    /// Why.
    pub reason: String,
}

impl From<&PostDetails> for WithdrawnPost {
    fn from(post: &PostDetails) -> Self {
        let day = post.withdrawn_at.map(uk_time::london_date);
        Self {
            title: post.content.title.clone(),
            kind: post.content.kind.label(),
            withdrawn: day.map(day_words).unwrap_or_default(),
            reason: post.withdraw_reason.clone().unwrap_or_default(),
        }
    }
}

/// "21 August 2026".
pub fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn structured_data(
    post: &PostDetails,
    identity: &SiteIdentity,
    url: &str,
    [published_at, changed_at]: [Instant; 2],
) -> Result<String, Unexpected> {
    let organisation = json!({"@type": "Organization", "name": identity.name});
    let author = match post.content.byline_name.as_str() {
        "" => organisation.clone(),
        name => json!({"@type": "Person", "name": name, "jobTitle": post.content.byline_post_held}),
    };
    to_script_html(&json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.content.title,
        "description": post.content.summary,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "en-GB",
        "genre": post.content.kind.label(),
        "datePublished": uk_time::rfc3339_london(published_at),
        "dateModified": uk_time::rfc3339_london(changed_at),
        "author": author,
        "publisher": organisation,
    }))
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
