//! Looks words up by their beginning. A range over the index of words answers on both databases; how the ranges are put
//! together depends on how many people the rarest word brings.

use std::collections::BTreeMap;

use entity::{person, person_email, person_search_token};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::words::{is_called, is_enough, typed_words};
use crate::kernel::Unexpected;

/// A word that brings at most so many people is looked up first, and the people it brings are sorted.
const FEW: u64 = 5_000;
/// Two words that bring at most so many each are intersected before anything is sorted.
const SOME: u64 = 30_000;
/// Of so many people the name is looked at, when others than those called so were found too.
const MOST_CONSIDERED: u64 = 500;
/// Comes after every letter there is: the end of the range of words that begin the same.
const LAST_LETTER: char = '\u{10ffff}';

/// The condition on `person` that every one of these words begins one of theirs; none for no words.
pub async fn matching(db: &impl ConnectionTrait, words: &[String]) -> Result<Option<Condition>, Unexpected> {
    let mut counted = Vec::with_capacity(words.len());
    for word in words {
        counted.push((count_up_to(db, word, SOME).await?, word.as_str()));
    }
    counted.sort_unstable();
    let words: Vec<&str> = counted.iter().map(|(_, word)| *word).collect();
    let condition = match (counted.first().map(|(count, _)| *count), words.as_slice()) {
        (None, _) | (_, []) => return Ok(None),
        (Some(few), [rarest, others @ ..]) if few <= FEW => all_of(others).add(is_one_of(people_with(rarest))),
        (Some(some), [rarest, next, others @ ..]) if some < SOME => {
            let mut both = people_with(rarest);
            both.union(UnionType::Intersect, people_with(next));
            all_of(others).add(is_one_of(both))
        }
        // So many people that a page of them, in order, is found by simply walking along.
        _ => all_of(&words),
    };
    Ok(Some(condition))
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

fn is_one_of(people: SelectStatement) -> sea_orm::sea_query::SimpleExpr {
    person::Column::Id.in_subquery(people)
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

fn people_with(word: &str) -> SelectStatement {
    use person_search_token::{Column, Entity};
    Entity::find().select_only().column(Column::PersonId).filter(begins(word)).into_query()
}

fn begins(word: &str) -> Condition {
    use person_search_token::Column;
    Condition::all().add(Column::Token.gte(word)).add(Column::Token.lt(format!("{word}{LAST_LETTER}")))
}

async fn count_up_to(db: &impl ConnectionTrait, word: &str, most: u64) -> Result<u64, Unexpected> {
    let mut found = people_with(word);
    found.limit(most);
    let mut count = Query::select();
    count.expr(Expr::col(sea_orm::sea_query::Asterisk).count()).from_subquery(found, Alias::new("found"));
    let row = db.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}
