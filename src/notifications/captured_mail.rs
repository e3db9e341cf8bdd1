//! Mail kept in a folder instead of being sent: one `.eml` file as a server would get it, and one `.json` entry to list and
//! read it by. Names are made here and never taken from the message.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::transport::CapturedMail;
use crate::kernel::Instant;

/// The most entries a list reads.
const LONGEST_LIST: usize = 200;

/// The `.json` entry: who, what and when, and the parts as they were before they were wrapped up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CaptureEntry {
    /// Names both files.
    pub id: String,
    /// When it was sent.
    pub at: Instant,
    /// The message; its raw bytes are in the `.eml` file.
    #[serde(flatten)]
    pub mail: CapturedMail,
}

/// How an address begins that takes no mail, so that what happens then can be seen (RMD-8).
const NOBODY: &str = "no.such.";

/// Whether a mail server would have refused this address.
pub(super) fn refuses(address: &str) -> bool {
    address.starts_with(NOBODY)
}

/// Writes both files. `name` is unlike that of any other message.
pub(super) async fn keep(folder: &Path, mail: &CapturedMail, name: &str, at: Instant) -> io::Result<()> {
    let id = format!("{}-{name}", at.format("%Y%m%dT%H%M%S%6f"));
    if !is_safe(&id) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a strange name for a message"));
    }
    tokio::fs::create_dir_all(folder).await?;
    tokio::fs::write(folder.join(format!("{id}.eml")), &mail.raw).await?;
    let entry = CaptureEntry { id: id.clone(), at, mail: mail.clone() };
    // The entry comes last and at once, so that a list never meets half a message.
    let half = folder.join(format!("{id}.part"));
    tokio::fs::write(&half, serde_json::to_vec_pretty(&entry)?).await?;
    tokio::fs::rename(&half, folder.join(format!("{id}.json"))).await
}

/// The newest entries first.
pub async fn list(folder: &Path) -> io::Result<Vec<CaptureEntry>> {
    let mut names = Vec::new();
    let mut files = match tokio::fs::read_dir(folder).await {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    while let Some(file) = files.next_entry().await? {
        let name = file.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    let mut entries = Vec::new();
    for id in names.into_iter().take(LONGEST_LIST) {
        entries.extend(find(folder, &id).await?);
    }
    Ok(entries)
}

/// One message, or none.
pub async fn find(folder: &Path, id: &str) -> io::Result<Option<CaptureEntry>> {
    let Some(json) = read(folder, id, "json").await? else { return Ok(None) };
    let mut entry: CaptureEntry = serde_json::from_slice(&json)?;
    entry.mail.raw = read(folder, id, "eml").await?.unwrap_or_default();
    Ok(Some(entry))
}

async fn read(folder: &Path, id: &str, ending: &str) -> io::Result<Option<Vec<u8>>> {
    if !is_safe(id) {
        return Ok(None);
    }
    match tokio::fs::read(folder.join(format!("{id}.{ending}"))).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Letters, digits and hyphens: nothing that leads out of the folder.
fn is_safe(id: &str) -> bool {
    (1..=100).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{is_safe, refuses};

    #[test]
    fn rmd_8_an_address_that_says_so_refuses_mail() {
        assert!(refuses("no.such.person@example.org"));
        for good in ["asha@example.org", "nosuch@example.org", "x.no.such.person@example.org"] {
            assert!(!refuses(good), "{good}");
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert!(is_safe("20260904T083000000000-0b1c"));
        for bad in ["", "..", "../x", "a/b", "a\\b", "a.json", "a\0", "é", "%2e%2e"] {
            assert!(!is_safe(bad), "{bad:?}");
        }
    }
}
