//! Some of the demo's members can be found in the directory, each with what they chose to show.

use super::addresses::address_of;
use super::people::{ASHA, BENEDICT, DemoPerson, MINH_KHAI};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::directory::{DirectoryEntry, Interest, Level, put_entry};
use crate::members::people::find_by_verified_email;
use crate::members::practice::{PracticeRole, Workplace};
use crate::members::profile::{ProfileAnswer, UpdateProfile, update_profile};

/// Fills in three profiles and lists them.
pub(super) async fn make_entries(app: &App, now: Instant) -> Result<(), Unexpected> {
    let entry = |interests: &[Interest], about: &str| DirectoryEntry {
        is_listed: true,
        name_level: Level::Members,
        region_level: Level::Members,
        employer_level: Level::Trustees,
        roles_level: Level::Members,
        interests_level: Level::Members,
        about_level: Level::Members,
        takes_messages: true,
        interests: interests.to_vec(),
        about: about.to_owned(),
    };
    let asha = entry(&[Interest::Participation, Interest::Mentoring], "I chair reviews in three languages.");
    let khai = DirectoryEntry {
        employer_level: Level::Region,
        ..entry(&[Interest::UnaccompaniedChildren, Interest::PeerReflection, Interest::SpeaksToMedia], "")
    };
    let benedict = DirectoryEntry {
        name_level: Level::Public,
        roles_level: Level::Public,
        interests_level: Level::Public,
        about_level: Level::Public,
        takes_messages: false,
        ..entry(&[Interest::Research], "Writing on review practice.")
    };
    list(app, ASHA, (PracticeRole::Iro, Workplace::London), &asha, now).await?;
    list(app, MINH_KHAI, (PracticeRole::ChildProtectionChair, Workplace::Wales), &khai, now).await?;
    list(app, BENEDICT, (PracticeRole::Academic, Workplace::NorthWest), &benedict, now).await
}

async fn list(
    app: &App,
    person: DemoPerson,
    (role, workplace): (PracticeRole, Workplace),
    entry: &DirectoryEntry,
    now: Instant,
) -> Result<(), Unexpected> {
    let found = find_by_verified_email(app.db.reader(), &person.email()).await?;
    let person_id = found.context("somebody of the demo is not there")?;
    let (address, postcode) = address_of(person.mailbox);
    let answer = ProfileAnswer {
        name: person.person_name(),
        roles: vec![role],
        main_role: Some(role),
        regulator: None,
        registration_number: String::new(),
        workplace: Some(workplace),
        address,
        postcode,
        welcomes_welsh: workplace == Workplace::Wales,
    };
    update_profile(app, UpdateProfile { person_id, answer, actor: Actor::Person(person_id), reason: None }).await?;
    app.db.write_tx(async |tx| put_entry(tx, person_id, entry, now).await).await
}
