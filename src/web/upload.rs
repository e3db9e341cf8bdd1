//! A form that brings one file: streamed to the files folder, limited in size, taken only after the form's own token was
//! right. A file that no handler keeps is gone when the request ends.

use std::future::{Ready, ready};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_multipart::{Field, Multipart};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use tokio::io::AsyncWriteExt;

use super::client_address::client_address;
use super::page_error::PageError;
use super::posted::{Posted, accept_token};
use super::shell::Shell;

/// What a form takes beyond its own limit, in bytes, so that a file a little too large is answered beside its field.
pub const A_LITTLE_MORE: u64 = 1024 * 1024;
/// The most bytes of all other fields together.
const LARGEST_FIELDS: usize = 64 * 1024;
/// The most fields a form may have.
const MOST_FIELDS: usize = 100;

/// Counts a file that somebody without an office sends, by their client; says why it is not taken.
pub type CountUpload = Arc<dyn Fn(String) -> LocalBoxFuture<'static, Result<(), PageError>> + Send + Sync>;

/// Where files are written while they arrive, and who counts them before.
#[derive(Clone)]
pub struct Uploads {
    /// Their folder.
    pub folder: PathBuf,
    /// Asked before anything of a file is read (R17).
    pub count: CountUpload,
}

/// Marks a request whose route takes a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct TakesFile {
    /// The largest, in bytes.
    pub(super) most: u64,
    /// The sender holds no office: files are counted.
    pub(super) is_counted: bool,
}

/// The file that came with a form, if one was chosen.
#[derive(Clone, Debug, Default)]
pub struct Uploaded {
    file: Option<UploadedFile>,
}

impl Uploaded {
    /// The file; none when nothing was chosen.
    pub fn file(&self) -> Option<&UploadedFile> {
        self.file.as_ref()
    }
}

/// A file as it arrived.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// Its name on the sender's machine, for showing only.
    pub file_name: String,
    /// Its size.
    pub bytes: u64,
    stored: Arc<Stored>,
}

impl UploadedFile {
    /// Where it lies until the request ends.
    pub fn path(&self) -> &Path {
        &self.stored.path
    }

    /// Moves it to a place of its own, where it stays.
    pub fn keep_as(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::rename(&self.stored.path, path)?;
        self.stored.is_kept.store(true, Ordering::Relaxed);
        Ok(())
    }
}

#[derive(Debug)]
struct Stored {
    path: PathBuf,
    is_kept: AtomicBool,
}

impl Drop for Stored {
    fn drop(&mut self) {
        if !self.is_kept.load(Ordering::Relaxed)
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "an uploaded file could not be removed");
        }
    }
}

impl FromRequest for Uploaded {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(request.extensions().get::<Self>().cloned().unwrap_or_default()))
    }
}

/// Reads a multipart form: its fields, its token, then its file. The token stands before the file, so that nothing is stored
/// for somebody else's page.
pub(super) async fn accept_upload(
    request: &mut ServiceRequest,
    shell: &web::Data<Shell>,
    takes: TakesFile,
) -> Result<Posted, PageError> {
    let uploads = request
        .app_data::<web::Data<Uploads>>()
        .cloned()
        .ok_or_else(|| PageError::unexpected("the folder for uploads is not set up"))?;
    if takes.is_counted {
        (uploads.count)(client_address(request.request(), &shell.trusted_proxies)).await?;
    }
    let mut parts = request.extract::<Multipart>().await.map_err(|_| unreadable())?;
    let mut fields: Vec<(String, String)> = Vec::new();
    let (mut size, mut file, mut is_ours) = (0, None, false);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| unreadable())?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|about| about.get_filename()).map(str::to_owned);
        if let Some(file_name) = file_name {
            if !is_ours || file.is_some() {
                return Err(PageError::FormExpired);
            }
            file = Some(store(&mut part, (uploads.folder.as_path(), takes.most), shell, file_name).await?);
            continue;
        }
        let value = read_text(&mut part, LARGEST_FIELDS - size).await?;
        size += value.len();
        if fields.len() == MOST_FIELDS {
            return Err(PageError::TooLarge);
        }
        if name == "csrf" {
            accept_token(request, shell, &value)?;
            is_ours = true;
        }
        fields.push((name, value));
    }
    if !is_ours {
        return Err(PageError::FormExpired);
    }
    let file = file.filter(|file: &UploadedFile| file.bytes > 0);
    request.extensions_mut().insert(Uploaded { file });
    Posted::of_fields(fields)
}

fn unreadable() -> PageError {
    PageError::BadRequest("The form could not be read. Go back and send it again.".to_owned())
}

async fn read_text(part: &mut Field, most: usize) -> Result<String, PageError> {
    let bytes = part.bytes(most).await.map_err(|_| PageError::TooLarge)?.map_err(|_| unreadable())?;
    String::from_utf8(bytes.to_vec()).map_err(|_| unreadable())
}

async fn store(
    part: &mut Field,
    (folder, most): (&Path, u64),
    shell: &web::Data<Shell>,
    file_name: String,
) -> Result<UploadedFile, PageError> {
    tokio::fs::create_dir_all(folder).await.map_err(PageError::from_error)?;
    let path = folder.join(format!("{}.part", shell.csrf.new_visit()));
    let mut file = tokio::fs::File::create(&path).await.map_err(PageError::from_error)?;
    let stored = Arc::new(Stored { path, is_kept: AtomicBool::new(false) });
    let mut bytes = 0;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| unreadable())?;
        bytes += chunk.len() as u64;
        if bytes > most {
            return Err(PageError::TooLarge);
        }
        file.write_all(&chunk).await.map_err(PageError::from_error)?;
    }
    file.flush().await.map_err(PageError::from_error)?;
    file.sync_all().await.map_err(PageError::from_error)?;
    let shown: String = file_name.chars().filter(|letter| !letter.is_control()).take(120).collect();
    Ok(UploadedFile { file_name: shown, bytes, stored })
}
