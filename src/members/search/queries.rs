//! Looks words up by their beginning. A range over the index of words answers on both databases; what becomes of the words depends
//! on how many people each brings.

use std::collections::BTreeMap;

use entity::{person, person_email, person_search_token};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::words::{is_called, is_enough, typed_words};
use crate::db::is_one_of;
use crate::kernel::Unexpected;

/// So many people at most are named to the database one by one.
const FEW: usize = 10_000;
/// With so few people left, further words are looked up for each of them.
const ENOUGH: usize = 300;
/// A word that brings at most so many rows is compared with the others here.
const SOME: u64 = 40_000;
/// Of so many people the name is looked at, when others than those called so were found too.
const MOST_CONSIDERED: u64 = 500;
/// Comes after every letter there is: the end of the range of words that begin the same.
const LAST_LETTER: char = '\u{10ffff}';

/// The condition on `person` that every one of these words begins one of theirs; none for no words.
///
/// Words that bring few people are looked up and compared here: how many a beginning brings is something that databases guess badly,
/// and a bad guess reads the register once for each of them.
pub async fn matching(db: &impl ConnectionTrait, words: &[String]) -> Result<Option<Condition>, Unexpected> {
    if words.is_empty() {
        return Ok(None);
    }
    let mut counted = Vec::with_capacity(words.len());
    for word in words {
        counted.push((count_up_to(db, word, SOME + 1).await?, word.as_str()));
    }
    counted.sort_unstable();
    let mut few: Option<Vec<i64>> = None;
    let mut left = counted.as_slice();
    while let [(count, word), others @ ..] = left
        && *count <= SOME
        && few.as_ref().is_none_or(|ids| ids.len() > ENOUGH)
    {
        let found = people_with(db, word).await?;
        few = Some(match few {
            Some(known) => known.into_iter().filter(|id| found.binary_search(id).is_ok()).collect(),
            None => found,
        });
        left = others;
    }
    let all: Vec<&str> = counted.iter().map(|(_, word)| *word).collect();
    Ok(Some(match few {
        Some(ids) if ids.len() <= FEW => {
            let rest: Vec<&str> = left.iter().map(|(_, word)| *word).collect();
            Condition::all().add(is_one_of(db, (person::Entity, person::Column::Id), &ids)).add(all_of(&rest))
        }
        // So many people that a page of them, in order, is found by simply walking along.
        _ => all_of(&all),
    }))
}

/// Somebody on record, as a list to choose from shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// Whose record.
    pub id: i64,
    /// What is sent when they are chosen; gives no authority (D26).
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Primary address; "" for none.
    pub email: String,
}

/// At most so many people with an open account whom every typed word begins a word of, by name. Nothing typed finds nobody.
pub async fn find_people(db: &impl ConnectionTrait, typed: &str, most: u64) -> Result<Vec<FoundPerson>, Unexpected> {
    let Some(condition) = matching(db, &typed_words(typed)).await? else { return Ok(Vec::new()) };
    let people = person::Entity::find()
        .filter(condition)
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .filter(person::Column::DisabledAt.is_null())
        .order_by_asc(person::Column::FoldedName)
        .order_by_asc(person::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    let emails = person_email::Entity::find()
        .filter(person_email::Column::PersonId.is_in(people.iter().map(|row| row.id)))
        .filter(person_email::Column::IsPrimary.eq(true))
        .all(db)
        .await?;
    let mut emails: BTreeMap<i64, String> = emails.into_iter().map(|row| (row.person_id, row.address)).collect();
    let found = people.into_iter().map(|row| FoundPerson {
        email: emails.remove(&row.id).unwrap_or_default(),
        id: row.id,
        reference: row.reference,
        name: row.full_name,
    });
    Ok(found.collect())
}

/// The same for who may not look through the register: by words of the name alone, at least three letters of them, or by the whole
/// primary address. Never by employer, number or part of an address.
pub async fn find_named_people(
    db: &impl ConnectionTrait,
    typed: &str,
    most: usize,
) -> Result<Vec<FoundPerson>, Unexpected> {
    if !is_enough(typed) {
        return Ok(Vec::new());
    }
    let mut found = find_people(db, typed, MOST_CONSIDERED).await?;
    found.retain(|person| is_called(&person.name, &person.email, typed));
    found.truncate(most);
    Ok(found)
}

/// Each word is looked up for each person considered.
fn all_of(words: &[&str]) -> Condition {
    use person_search_token::{Column, Entity};
    words.iter().fold(Condition::all(), |all, word| {
        let theirs = Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(Expr::col((Entity, Column::PersonId)).equals((person::Entity, person::Column::Id)))
            .filter(begins(word));
        all.add(Expr::exists(theirs.into_query()))
    })
}

fn begins(word: &str) -> Condition {
    use person_search_token::Column;
    Condition::all().add(Column::Token.gte(word)).add(Column::Token.lt(format!("{word}{LAST_LETTER}")))
}

/// Ids of the people a word brings, in order, each once. They come as one value: a row for each of forty thousand would be most
/// of the time it takes.
async fn people_with(db: &impl ConnectionTrait, word: &str) -> Result<Vec<i64>, Unexpected> {
    use person_search_token::{Column, Entity};
    let found = Entity::find().select_only().column(Column::PersonId).filter(begins(word)).into_query();
    let mut all = Query::select();
    all.expr(Expr::cust("string_agg(CAST(person_id AS text), ',')")).from_subquery(found, Alias::new("found"));
    let row = db.query_one(&all).await?;
    let listed: Option<String> = row.map_or(Ok(None), |row| row.try_get_by_index(0))?;
    let parsed = listed.iter().flat_map(|ids| ids.split(',')).map(str::parse);
    let mut ids = parsed.collect::<Result<Vec<i64>, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

async fn count_up_to(db: &impl ConnectionTrait, word: &str, most: u64) -> Result<u64, Unexpected> {
    use person_search_token::{Column, Entity};
    let found = Entity::find().select_only().column(Column::PersonId).filter(begins(word)).limit(most).into_query();
    let mut count = Query::select();
    count.expr(Expr::col(sea_orm::sea_query::Asterisk).count()).from_subquery(found, Alias::new("found"));
    let row = db.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}
