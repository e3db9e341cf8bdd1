//! Front-end files, embedded in the binary and served under a name that changes with their content, so that browsers
//! may keep them for ever. Style sheets are joined into one file at start: no build step, one request.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::page_error::PageError;
use super::shell::Shell;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Files;

/// The joined style sheet's name.
const SITE_CSS: &str = "css/site.css";
/// Declares the layers' order, so it must come first in the joined sheet.
const FIRST_CSS: &str = "css/tokens.css";

struct Asset {
    bytes: Vec<u8>,
    brotli: OnceLock<Vec<u8>>,
    gzip: OnceLock<Vec<u8>>,
}

/// Every file, by its path below `assets/`.
pub struct Assets {
    files: BTreeMap<String, Asset>,
    version: String,
}

impl Assets {
    /// Reads the embedded files and names the set after its content.
    pub fn load() -> Self {
        let mut texts: BTreeMap<String, Vec<u8>> = Files::iter()
            .filter_map(|name| Files::get(&name).map(|file| (name.into_owned(), file.data.into_owned())))
            .collect();
        let joined = join_style_sheets(&texts);
        texts.insert(SITE_CSS.to_owned(), joined);
        let mut digest = Sha256::new();
        for (name, bytes) in &texts {
            digest.update(name.as_bytes());
            digest.update(bytes);
        }
        let version = hex::encode(&digest.finalize()[..6]);
        let files = texts
            .into_iter()
            .map(|(name, bytes)| (name, Asset { bytes, brotli: OnceLock::new(), gzip: OnceLock::new() }))
            .collect();
        Self { files, version }
    }

    /// The address of a file. The version is a folder, so that modules may import each other by relative names.
    pub fn url(&self, path: &str) -> String {
        debug_assert!(self.files.contains_key(path), "no asset {path}");
        format!("/assets/{}/{path}", self.version)
    }

    fn find(&self, version: &str, path: &str) -> Option<&Asset> {
        (version == self.version).then(|| self.files.get(path)).flatten()
    }
}

fn join_style_sheets(texts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let rest = texts.iter().filter(|(name, _)| name.starts_with("css/") && name.as_str() != FIRST_CSS);
    let first = texts.get(FIRST_CSS).into_iter();
    let mut joined = Vec::new();
    for bytes in first.chain(rest.map(|(_, bytes)| bytes)) {
        joined.extend_from_slice(bytes);
        joined.push(b'\n');
    }
    joined
}

/// Serves a file with the longest life a browser allows.
pub async fn show_asset(
    request: HttpRequest,
    shell: web::Data<Shell>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (version, name) = path.into_inner();
    let asset = shell.assets.find(&version, &name).ok_or(PageError::NotFound)?;
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, content_type(&name)))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"));
    let is_text = !matches!(name.rsplit_once('.'), Some((_, "png" | "jpg" | "webp" | "woff2" | "ico")));
    let body = if is_text && accepted.contains("br") {
        response.insert_header((header::CONTENT_ENCODING, "br"));
        asset.brotli.get_or_init(|| brotli(&asset.bytes, 9)).clone()
    } else if is_text && accepted.contains("gzip") {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
        asset.gzip.get_or_init(|| gzip(&asset.bytes)).clone()
    } else {
        asset.bytes.clone()
    };
    Ok(response.body(body))
}

/// The bytes, compressed by Brotli at `quality` (0 to 11).
pub fn brotli(bytes: &[u8], quality: i32) -> Vec<u8> {
    let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).expect("memory does not fail to be written");
    out
}

/// The bytes, compressed by gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).expect("memory does not fail to be written");
    encoder.finish().expect("memory does not fail to be written")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
