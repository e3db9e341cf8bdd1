//! Reads of posts and their revisions.

use entity::post::{Column, Entity, Model};
use entity::post_revision;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{PostContent, PostDetails, PostId, PostKind, PostState};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::web::Page;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPosts {
    /// This page's posts, in the list's order.
    pub posts: Vec<PostDetails>,
    /// How many there are on all pages.
    pub total: u64,
}

/// What was saved at one time, by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// From 1; the highest is what is stored now.
    pub version: i32,
    /// Headline then.
    pub title: String,
    /// Summary then.
    pub summary: String,
    /// Markdown then.
    pub body: String,
    /// Byline then.
    pub byline_name: String,
    /// Post held then.
    pub byline_post_held: String,
    /// Who saved it; none for the system.
    pub edited_by_id: Option<i64>,
    /// When.
    pub edited_at: Instant,
}

/// The post with this id, in any state.
pub async fn find_post(db: &impl ConnectionTrait, id: PostId) -> Result<Option<PostDetails>, Unexpected> {
    Entity::find_by_id(id.0).one(db).await?.map(read_post).transpose()
}

/// The post with this id; a missing one is our fault.
pub async fn load_post(db: &impl ConnectionTrait, id: PostId) -> Result<PostDetails, Unexpected> {
    find_post(db, id).await?.with_context(|| format!("there is no post {id}"))
}

/// The post at this address, when visitors may know of it: published, or withdrawn since.
pub async fn find_public_post(db: &impl ConnectionTrait, slug: &str) -> Result<Option<PostDetails>, Unexpected> {
    let known = Column::State.ne(PostState::Draft.word());
    Entity::find().filter(Column::Slug.eq(slug)).filter(known).one(db).await?.map(read_post).transpose()
}

/// What is on the site, the newest first.
pub async fn list_published_posts(db: &impl ConnectionTrait, page: Page) -> Result<ListedPosts, Unexpected> {
    list(db, published(), page).await
}

/// The newest few, for the home page and the feed.
pub async fn latest_posts(db: &impl ConnectionTrait, most: u64) -> Result<Vec<PostDetails>, Unexpected> {
    published().limit(most).all(db).await?.into_iter().map(read_post).collect()
}

/// Posts in this state, or all, for editors; the last changed first.
pub async fn list_for_desk(
    db: &impl ConnectionTrait,
    state: Option<PostState>,
    page: Page,
) -> Result<ListedPosts, Unexpected> {
    let mut select = Entity::find();
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state.word()));
    }
    list(db, select.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id), page).await
}

/// Everything that was saved, the newest first.
pub async fn list_revisions(db: &impl ConnectionTrait, id: PostId) -> Result<Vec<Revision>, Unexpected> {
    let select = post_revision::Entity::find().filter(post_revision::Column::PostId.eq(id.0));
    let rows = select.order_by_desc(post_revision::Column::Version).all(db).await?;
    Ok(rows.into_iter().map(read_revision).collect())
}

/// One revision of a post.
pub async fn find_revision(
    db: &impl ConnectionTrait,
    id: PostId,
    version: i32,
) -> Result<Option<Revision>, Unexpected> {
    let select = post_revision::Entity::find().filter(post_revision::Column::PostId.eq(id.0));
    let row = select.filter(post_revision::Column::Version.eq(version)).one(db).await?;
    Ok(row.map(read_revision))
}

fn published() -> Select<Entity> {
    let select = Entity::find().filter(Column::State.eq(PostState::Published.word()));
    select.order_by_desc(Column::PublishedAt).order_by_desc(Column::Id)
}

async fn list(db: &impl ConnectionTrait, select: Select<Entity>, page: Page) -> Result<ListedPosts, Unexpected> {
    let total = select.clone().count(db).await?;
    let rows = select.limit(page.size).offset(page.offset()).all(db).await?;
    let posts: Result<Vec<PostDetails>, Unexpected> = rows.into_iter().map(read_post).collect();
    Ok(ListedPosts { posts: posts?, total })
}

fn read_post(row: Model) -> Result<PostDetails, Unexpected> {
    let because = |what: &str| Unexpected::because(format!("post {} has no readable {what}", row.id));
    let kind = PostKind::parse(&row.kind).ok_or_else(|| because("kind"))?;
    let state = PostState::parse(&row.state).ok_or_else(|| because("state"))?;
    Ok(PostDetails {
        id: PostId(row.id),
        slug: row.slug,
        content: PostContent {
            kind,
            title: row.title,
            summary: row.summary,
            body: row.body,
            byline_name: row.byline_name,
            byline_post_held: row.byline_post_held,
            released_on: row.released_on,
        },
        state,
        published_at: row.published_at,
        withdrawn_at: row.withdrawn_at,
        withdraw_reason: row.withdraw_reason,
        version: row.version,
        updated_at: row.updated_at,
    })
}

fn read_revision(row: post_revision::Model) -> Revision {
    Revision {
        version: row.version,
        title: row.title,
        summary: row.summary,
        body: row.body,
        byline_name: row.byline_name,
        byline_post_held: row.byline_post_held,
        edited_by_id: row.edited_by_id,
        edited_at: row.edited_at,
    }
}
