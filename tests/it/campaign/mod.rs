//! News for visitors, the feed, and the editors' desk.

mod feed;
mod news_desk;
mod news_pages;
mod revisions;

use nairo::audit::Actor;
use nairo::campaign::{PostContent, PostId, PostKind, create_post, publish_post, withdraw_post};

use crate::support::TestApp;

fn post(title: &str) -> PostContent {
    PostContent {
        kind: PostKind::Statement,
        title: title.to_owned(),
        summary: "Two people, two roles.".to_owned(),
        body: "# Why\n\nBecause of <script>alert(1)</script> and [this](/about).".to_owned(),
        byline_name: "Siân O’Neill".to_owned(),
        byline_post_held: "Co-Chair".to_owned(),
        released_on: None,
    }
}

impl TestApp {
    async fn draft_post(&self, content: PostContent) -> PostId {
        let now = self.now();
        self.state.db.write_tx(async |tx| create_post(tx, &content, Actor::System, now).await).await.unwrap()
    }

    async fn published_post(&self, content: PostContent) -> PostId {
        let (id, now) = (self.draft_post(content).await, self.now());
        self.state.db.write_tx(async |tx| publish_post(tx, id, Actor::System, now).await).await.unwrap();
        id
    }

    async fn withdraw_post(&self, id: PostId, reason: &str) {
        let now = self.now();
        self.state.db.write_tx(async |tx| withdraw_post(tx, id, reason, Actor::System, now).await).await.unwrap();
    }
}
