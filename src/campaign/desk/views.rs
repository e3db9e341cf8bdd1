//! The news desk as templates see it.

use serde::Serialize;

use crate::campaign::queries::Revision;
use crate::campaign::views::NewsCard;
use crate::campaign::{PostDetails, PostKind, PostState};
use crate::kernel::uk_time;
use crate::web::markdown::to_safe_html;
use crate::web::{FormView, Pagination};

/// A choice of a select or radio group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: &'static str,
    /// What is read.
    pub label: &'static str,
}

/// The state of a post in a word, as the `tag` component takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StateTag {
    /// A word or two.
    pub label: &'static str,
    /// The component's kind.
    pub kind: &'static str,
}

impl From<PostState> for StateTag {
    fn from(state: PostState) -> Self {
        match state {
            PostState::Draft => Self { label: "Draft", kind: "plain" },
            PostState::Published => Self { label: "On the site", kind: "done" },
            PostState::Withdrawn => Self { label: "Withdrawn", kind: "caution" },
        }
    }
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewsDesk {
    /// The filter.
    pub form: FormView,
    /// Its choices.
    pub shows: [Choice; 4],
    /// The last changed first.
    pub posts: Vec<DeskRow>,
    /// Other pages.
    pub pages: Pagination,
    /// Some posts are left out by the filter's choice.
    pub is_filtered: bool,
}

/// The choices of the list's filter; the words are those of [`PostState::word`].
pub const SHOWS: [Choice; 4] = [
    Choice { value: "", label: "Everything" },
    Choice { value: "draft", label: "Drafts" },
    Choice { value: "published", label: "On the site" },
    Choice { value: "withdrawn", label: "Withdrawn" },
];

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeskRow {
    /// The editors' page.
    pub href: String,
    /// Headline.
    pub title: String,
    /// "News", "Press release", "Statement".
    pub kind: &'static str,
    /// Whether it is on the site.
    pub state: StateTag,
    /// "21 August 2026"; empty before publication.
    pub published: String,
    /// "Friday 28 August 2026 at 9:30am (UK time)".
    pub updated: String,
}

impl From<&PostDetails> for DeskRow {
    fn from(post: &PostDetails) -> Self {
        let card = NewsCard::from(post);
        Self {
            href: format!("/admin/news/{}", post.id),
            title: card.title,
            kind: card.kind,
            state: post.state.into(),
            published: card.published,
            updated: uk_time::date_and_time(post.updated_at),
        }
    }
}

/// The form of a new or stored post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostForm {
    /// What was typed and what is wrong with it.
    pub form: FormView,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// Where it is sent.
    pub action: String,
    /// The version it was filled from; a new post has none.
    pub version: i32,
    /// The stored post, unless it is new.
    pub post: Option<StoredPost>,
    /// What the text would look like, when asked for.
    pub preview: Option<PostPreview>,
    /// What was saved before, the newest first.
    pub revisions: Vec<RevisionRow>,
    /// This editor may put it on the site and take it back.
    pub may_publish: bool,
}

/// The kinds as choices.
pub fn kinds() -> Vec<Choice> {
    PostKind::ALL.iter().map(|kind| Choice { value: kind.word(), label: kind.label() }).collect()
}

/// What the form's page says about the stored post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredPost {
    /// Headline as stored.
    pub title: String,
    /// The editors' page.
    pub href: String,
    /// The public page, when there is one.
    pub public_href: Option<String>,
    /// Whether it is on the site.
    pub state: StateTag,
    /// It may be taken back; otherwise it may be published.
    pub is_published: bool,
    /// Why it was taken back.
    pub withdraw_reason: Option<String>,
}

impl From<&PostDetails> for StoredPost {
    fn from(post: &PostDetails) -> Self {
        Self {
            title: post.content.title.clone(),
            href: format!("/admin/news/{}", post.id),
            public_href: (post.state != PostState::Draft).then(|| format!("/news/{}", post.slug)),
            state: post.state.into(),
            is_published: post.state == PostState::Published,
            withdraw_reason: post.withdraw_reason.clone(),
        }
    }
}

/// A post as it would be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostPreview {
    /// Headline as typed.
    pub title: String,
    /// Summary as typed.
    pub summary: String,
    /// The text, sanitised.
    pub body_html: String,
}

impl PostPreview {
    /// Of texts as typed; they need not be fit to save.
    pub fn of(form: &FormView) -> Self {
        let typed = |field: &str| form.fields.get(field).map(|typed| typed.value.clone()).unwrap_or_default();
        Self { title: typed("title"), summary: typed("summary"), body_html: to_safe_html(&typed("body")) }
    }
}

/// A revision in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionRow {
    /// Its page.
    pub href: String,
    /// From 1.
    pub version: i32,
    /// Who saved it.
    pub by: String,
    /// "Friday 28 August 2026 at 9:30am (UK time)".
    pub saved: String,
}

/// One revision's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionView {
    /// When and by whom.
    pub row: RevisionRow,
    /// The editors' page of the post.
    pub post_href: String,
    /// Headline then.
    pub title: String,
    /// Summary then.
    pub summary: String,
    /// Byline then; may be empty.
    pub byline: String,
    /// The Markdown then, to copy from.
    pub body: String,
    /// The same, sanitised.
    pub body_html: String,
}

impl RevisionView {
    /// A revision of a post.
    pub fn new(post: &PostDetails, revision: &Revision, row: RevisionRow) -> Self {
        let byline = [revision.byline_name.as_str(), revision.byline_post_held.as_str()];
        let byline: Vec<&str> = byline.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            row,
            post_href: format!("/admin/news/{}", post.id),
            title: revision.title.clone(),
            summary: revision.summary.clone(),
            byline: byline.join(", "),
            body: revision.body.clone(),
            body_html: to_safe_html(&revision.body),
        }
    }
}

/// The page that asks why a post is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WithdrawalForm {
    /// What was typed and what is wrong with it.
    pub form: FormView,
    /// The post.
    pub post: StoredPost,
}
