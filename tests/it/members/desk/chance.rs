//! People with chains of terms, facts, orders and applications made by chance, the same ones in every run.

use chrono::{Days, NaiveDate};
use entity::{membership, membership_application, membership_fact, membership_order, membership_term, person};
use nairo::db::Tx;
use nairo::kernel::{Instant, Unexpected};
use nairo::members::membership::{FOR_LIFE, FactKind};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::support::app::TestApp;

/// A small generator of numbers; chance enough to meet every corner, and never another day's corner.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// Makes `count` people, every one with some of everything; gives their ids.
pub async fn make_people(app: &TestApp, count: u64, dice: &mut Dice) -> Vec<i64> {
    let sample = app.person("Sample").await;
    app.give_term(&sample, app.today() - chrono::Duration::days(2_000)).await;
    let (today, now) = (app.today(), app.now());
    let made = app.state.db.write_tx(async |tx| {
        let mut ids = Vec::new();
        for number in 0..count {
            ids.push(make_person(tx, number, dice, (today, now)).await?);
        }
        Ok::<_, Unexpected>(ids)
    });
    let ids = made.await.unwrap();
    nairo::members::search::jobs::reindex_people(&app.state.db).await.unwrap();
    ids
}

async fn make_person(
    tx: &Tx,
    number: u64,
    dice: &mut Dice,
    (today, now): (NaiveDate, Instant),
) -> Result<i64, Unexpected> {
    let row = person::ActiveModel {
        reference: Set(format!("CH{number:04}")),
        full_name: Set(format!("Chance {number:04}")),
        folded_name: Set(format!("chance {number:04}")),
        created_at: Set(now),
        ..Default::default()
    };
    let id = person::Entity::insert(row).exec(tx).await?.last_insert_id;
    if !dice.one_in(8) {
        let row = membership::ActiveModel {
            person_id: Set(id),
            number: Set(5_000 + i64::try_from(number)?),
            member_since: Set(today),
            created_at: Set(now),
            ..Default::default()
        };
        let membership_id = membership::Entity::insert(row).exec(tx).await?.last_insert_id;
        make_terms(tx, membership_id, dice, (today, now)).await?;
    }
    make_facts(tx, id, dice, (today, now)).await?;
    make_steps(tx, (id, number), dice, now).await?;
    Ok(id)
}

/// Terms one after the other, often without a gap, from long ago to some days ahead.
async fn make_terms(
    tx: &Tx,
    membership_id: i64,
    dice: &mut Dice,
    (today, now): (NaiveDate, Instant),
) -> Result<(), Unexpected> {
    let mut starts_on = today - Days::new(30 + dice.below(900));
    for _ in 0..=dice.below(4) {
        let length = [29, 30, 31, 59, 60, 61, 364, 365][usize::try_from(dice.below(8))?];
        let basis = ["paid", "paid", "paid", "complimentary", "honorary", "life"][usize::try_from(dice.below(6))?];
        let ends_on = if basis == "life" { FOR_LIFE } else { starts_on + Days::new(length) };
        let ended_early_on = match dice.below(8) {
            0 => starts_on.pred_opt(),
            1 => Some(starts_on + Days::new(dice.below(length))),
            2 => Some(ends_on),
            _ => None,
        };
        let row = membership_term::ActiveModel {
            membership_id: Set(membership_id),
            membership_type_id: Set(1),
            membership_type_version_id: Set(1),
            basis: Set(basis.to_owned()),
            source: Set(if dice.one_in(9) { "pause" } else { "renewal" }.to_owned()),
            starts_on: Set(starts_on),
            ends_on: Set(ends_on),
            price_pence: Set(0),
            money_cleared_at: Set((!dice.one_in(5)).then_some(now)),
            ended_early_on: Set(ended_early_on),
            created_at: Set(now),
            ..Default::default()
        };
        membership_term::Entity::insert(row).exec(tx).await?;
        if basis == "life" {
            break;
        }
        let gap = if dice.one_in(3) { dice.below(70) } else { 0 };
        starts_on = ends_on + Days::new(1 + gap);
    }
    Ok(())
}

async fn make_facts(
    tx: &Tx,
    person_id: i64,
    dice: &mut Dice,
    (today, now): (NaiveDate, Instant),
) -> Result<(), Unexpected> {
    let kinds = [FactKind::Suspended, FactKind::Resigned, FactKind::Removed, FactKind::Died, FactKind::InContact];
    for kind in kinds.into_iter().chain([FactKind::Paused]) {
        if !dice.one_in(if kind == FactKind::Paused { 2 } else { 7 }) {
            continue;
        }
        let starts_on = today - Days::new(dice.below(3) * 20) + Days::new(dice.below(2));
        let row = membership_fact::ActiveModel {
            person_id: Set(person_id),
            kind: Set(kind.word().to_owned()),
            starts_on: Set(starts_on),
            ends_on: Set((!dice.one_in(2)).then(|| starts_on + Days::new(dice.below(60)))),
            created_at: Set(now),
            revoked_at: Set(dice.one_in(5).then_some(now)),
            ..Default::default()
        };
        membership_fact::Entity::insert(row).exec(tx).await?;
    }
    Ok(())
}

async fn make_steps(tx: &Tx, (person_id, number): (i64, u64), dice: &mut Dice, now: Instant) -> Result<(), Unexpected> {
    let (yesterday, tomorrow) = (now - chrono::Duration::days(1), now + chrono::Duration::days(1));
    if dice.one_in(5) {
        let row = membership_application::ActiveModel {
            reference: Set(format!("AP{number:04}")),
            person_id: Set(person_id),
            kind: Set("joining".to_owned()),
            membership_type_id: Set(1),
            state: Set("submitted".to_owned()),
            answers: Set(serde_json::json!({})),
            submitted_at: Set(Some(yesterday)),
            created_at: Set(yesterday),
            updated_at: Set(yesterday),
            ..Default::default()
        };
        membership_application::Entity::insert(row).exec(tx).await?;
    }
    if dice.one_in(5) {
        let row = membership_order::ActiveModel {
            reference: Set(format!("OR{number:04}")),
            person_id: Set(person_id),
            kind: Set("joining".to_owned()),
            membership_type_id: Set(1),
            membership_type_version_id: Set(1),
            price_pence: Set(0),
            state: Set("open".to_owned()),
            open_until: Set(tomorrow),
            created_at: Set(yesterday),
            ..Default::default()
        };
        membership_order::Entity::insert(row).exec(tx).await?;
    }
    Ok(())
}
