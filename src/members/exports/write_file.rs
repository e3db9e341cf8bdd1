//! Writes the file of an export, a few hundred people at a time, under a name of its own until it is whole: so a job that was
//! broken off begins anew and nobody downloads half a list.

use std::path::PathBuf;

use entity::member_export;
use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::queries::{Details, details, find_export};
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::unexpected::Context;
use crate::kernel::{Unexpected, uk_time};
use crate::members::desk::list::{Asked, Filter, ListedPerson, matching_ids, people_of};

/// People read at a time.
const CHUNK: usize = 500;

const HEADINGS: [&str; 17] = [
    "Reference",
    "Name",
    "Email",
    "Other emails",
    "Membership number",
    "Member since",
    "Membership type",
    "Status",
    "Ends on",
    "Employer",
    "Roles",
    "Regulator",
    "Registration number",
    "Nation",
    "Region",
    "Postal address",
    "Postcode",
];

/// Where the file of an export lies.
pub(super) fn file_of(app: &App, export: &member_export::Model) -> PathBuf {
    app.settings.files.join("exports").join(&export.stored_name)
}

/// The filter that an export was asked with.
pub(super) fn filter_of(query: &str) -> Filter {
    Filter::from(&serde_urlencoded::from_str::<Asked>(query).unwrap_or_default())
}

/// Writes the file, unless it is there or its time is over.
pub(super) async fn write_file(app: &App, export_id: i64) -> Result<(), Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let Some(export) = find_export(db, export_id).await?.filter(|export| export.state == "writing") else {
        return Ok(());
    };
    let today = uk_time::london_date(now);
    let filter = filter_of(export.filter["query"].as_str().unwrap_or_default());
    let ids = matching_ids(db, &filter, today).await?;
    let total = i64::try_from(ids.len())?;
    let path = file_of(app, &export);
    let part = path.with_extension(format!("{}.part", app.tokens.reference()));
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    let mut file = tokio::fs::File::create(&part).await?;
    file.write_all(format!("{BYTE_ORDER_MARK}{}", lines(vec![HEADINGS.map(str::to_owned)])?).as_bytes()).await?;
    let mut written = 0;
    for chunk in ids.chunks(CHUNK) {
        let mut known = details(db, chunk).await?;
        let people = people_of(db, chunk, today).await?;
        written += i64::try_from(people.len())?;
        let rows = people.into_iter().map(|person| {
            let details = known.remove(&person.reference).unwrap_or_default();
            cells(person, details)
        });
        file.write_all(lines(rows.collect())?.as_bytes()).await?;
        app.db.write_tx(async |tx| store::note_progress(tx, export.id, total, written).await).await?;
    }
    file.sync_all().await?;
    let bytes = i64::try_from(file.metadata().await?.len())?;
    tokio::fs::rename(&part, &path).await?;
    finish(app, &export, (total, written, bytes)).await
}

async fn finish(app: &App, export: &member_export::Model, sums: (i64, i64, i64)) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if store::mark_ready(tx, export.id, sums, now).await? {
                let entry = Entry {
                    actor: Actor::Person(export.requested_by_id),
                    action: "members.exported",
                    subject_kind: "member_export",
                    subject_id: export.id,
                    reason: Some(&export.reason),
                    values: Some((json!({}), json!({ "people": sums.1 }))),
                };
                audit::record(tx, entry, now).await?;
            }
            Ok(())
        })
        .await
}

fn lines(rows: Vec<[String; HEADINGS.len()]>) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        file.write_record(row.map(defused))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    String::from_utf8(bytes).context("a CSV file of text is not text")
}

fn cells(person: ListedPerson, details: Details) -> [String; HEADINGS.len()] {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let profile = details.profile;
    let said = |read: fn(&entity::person_profile::Model) -> &Option<String>| {
        profile.as_ref().and_then(|profile| read(profile).clone()).unwrap_or_default()
    };
    [
        person.reference,
        person.name,
        person.email,
        details.other_emails.join("; "),
        person.number.map(|number| number.to_string()).unwrap_or_default(),
        day(details.member_since),
        person.kind,
        person.status.label().to_owned(),
        day(person.ends_on),
        person.employer,
        details.roles.join("; "),
        said(|profile| &profile.regulator),
        said(|profile| &profile.registration_number),
        said(|profile| &profile.nation),
        said(|profile| &profile.region),
        said(|profile| &profile.service_address),
        said(|profile| &profile.postcode),
    ]
}

/// Takes files away whose time is over.
pub(super) async fn forget_over(app: &App) -> Result<(), Unexpected> {
    for export in store::list_over(app.db.reader(), app.now()).await? {
        match tokio::fs::remove_file(file_of(app, &export)).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        app.db.write_tx(async |tx| store::mark_expired(tx, export.id).await).await?;
    }
    Ok(())
}
