//! Templates, embedded in the binary (read from disk in a debug build), loaded and checked once at start.

use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use super::assets::Assets;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context as _;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates"]
struct Files;

/// All templates, ready to render. An unknown filter or a missing parent fails when loading, not when a visitor comes.
pub struct Templates {
    tera: Tera,
}

impl Templates {
    /// Loads every template. `asset(path="…")` gives the hashed address of a front-end file.
    pub fn load(assets: Arc<Assets>) -> Result<Self, Unexpected> {
        let mut tera = Tera::new();
        tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
            let path: String = kwargs.must_get("path")?;
            Ok(assets.url(&path))
        });
        let mut texts = Vec::new();
        for name in Files::iter() {
            let file = Files::get(&name).context("an embedded template is missing")?;
            let text = String::from_utf8(file.data.into_owned()).context("a template is not UTF-8")?;
            texts.push((name.into_owned(), text));
        }
        tera.add_raw_templates(texts).context("templates do not load")?;
        Ok(Self { tera })
    }

    /// Renders `template` with one value per name.
    pub fn render(&self, template: &str, values: &[(&'static str, &dyn erased::Value)]) -> Result<String, Unexpected> {
        let mut context = Context::new();
        for (name, value) in values {
            value.insert_into(&mut context, name);
        }
        self.tera.render(template, &context).with_context(|| format!("cannot render {template}"))
    }

    /// The names of all templates, for tests.
    pub fn names(&self) -> Vec<String> {
        Files::iter().map(std::borrow::Cow::into_owned).collect()
    }
}

/// Lets [`Templates::render`] take values of different types without copying them into JSON first.
pub mod erased {
    use super::{Context, Serialize};

    /// Anything serialisable.
    pub trait Value {
        /// Puts the value under `name`.
        fn insert_into(&self, context: &mut Context, name: &'static str);
    }

    impl<T: Serialize> Value for T {
        fn insert_into(&self, context: &mut Context, name: &'static str) {
            context.insert(name, self);
        }
    }
}
