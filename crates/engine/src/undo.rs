//! Taking back what was decided about persons.

use serde::Serialize;
use serde_json::Value;
use vitae_model::{PersonId, RecordId};
use vitae_store::{AuditEntry, Facts, PairDecision, PersonNo, Reader, StoreError, Writer};

use crate::{Engine, PersonError, golden};

/// Entries of the audit that are looked through for something to take back.
const MOST_ENTRIES: usize = 10_000;

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// What had been done: `merge`, `split` or `distinguish`.
    pub action: String,
    /// Who had done it.
    pub actor: String,
    /// When: RFC 3339, UTC.
    pub at: String,
    /// The persons as they are now.
    pub persons: Vec<PersonId>,
}

/// What the audit keeps of it.
#[derive(Debug, Serialize)]
struct UndoDetail<'a> {
    entry: i64,
    action: &'a str,
}

impl Engine {
    /// Takes back the latest merge, split or distinction that was not taken back yet: of one person, or of all.
    ///
    /// What a human had said with it is forgotten, and what had been said before holds again; else the pair is open. What was done without asking is
    /// remembered as wrong: it would only be done again. A person that comes back has the identifier it had.
    pub fn undo(&self, person: Option<&PersonId>) -> Result<Undone, PersonError> {
        let undone = self.store.write(|store| {
            let entry = latest(store, person)?.ok_or(PersonError::NothingToUndo)?;
            let persons = match entry.action.as_str() {
                "merge" => self.undo_merge(store, &entry)?,
                "split" => self.undo_split(store, &entry)?,
                _ => undo_distinction(store, &entry)?,
            };
            store.add_audit("human", "undo", &entry.subject, &UndoDetail { entry: entry.no, action: &entry.action })?;
            let persons = persons.into_iter().map(|no| store.person_id(no)).collect::<Result<_, _>>()?;
            Ok::<_, PersonError>(Undone { action: entry.action, actor: entry.actor, at: entry.at, persons })
        })?;
        self.index_or_tell();
        Ok(undone)
    }

    fn undo_merge(&self, store: &Writer<'_>, entry: &AuditEntry<Value>) -> Result<Vec<PersonNo>, PersonError> {
        let merged = person(store, &entry.detail["into"])?;
        let (gone, stayed) = parted(store, merged, entry)?;
        if gone.is_empty() || stayed.is_empty() {
            return Err(PersonError::CannotUndo { action: entry.action.clone(), subject: entry.subject.clone() });
        }
        let back = store.insert_person(&PersonId::new(entry.subject.as_str()))?;
        let numbers: Vec<_> = gone.iter().map(|facts| facts.no).collect();
        store.move_records(&numbers, back)?;
        if entry.actor == "human" {
            forget_verdicts(store, &gone, &stayed)?;
            let decision = if restore_verdicts(store, entry)? { PairDecision::Different } else { PairDecision::Review };
            store.decide_between(merged, back, decision)?;
        } else {
            each_pair(&gone, &stayed, |one, other| store.put_verdict(one, other, false))?;
            store.decide_between(merged, back, PairDecision::Different)?;
        }
        golden::refresh(store, merged, &self.judge.survivorship)?;
        golden::refresh(store, back, &self.judge.survivorship)?;
        Ok(vec![merged, back])
    }

    fn undo_split(&self, store: &Writer<'_>, entry: &AuditEntry<Value>) -> Result<Vec<PersonNo>, PersonError> {
        let whole = person(store, &Value::String(entry.subject.clone()))?;
        let part = person(store, &entry.detail["into"])?;
        if whole == part {
            return Err(PersonError::CannotUndo { action: entry.action.clone(), subject: entry.subject.clone() });
        }
        let (one, other) = (store.facts_of(whole)?, store.facts_of(part)?);
        if entry.actor == "human" {
            forget_verdicts(store, &one, &other)?;
            restore_verdicts(store, entry)?;
        } else {
            each_pair(&one, &other, |one, other| store.put_verdict(one, other, true))?;
        }
        store.decide_between(whole, part, PairDecision::Same)?;
        let gone = store.person_id(part)?;
        store.absorb(whole, part)?;
        store.mark_pending(&gone)?;
        golden::refresh(store, whole, &self.judge.survivorship)?;
        Ok(vec![whole])
    }
}

fn undo_distinction(store: &Writer<'_>, entry: &AuditEntry<Value>) -> Result<Vec<PersonNo>, PersonError> {
    let (one, other) = (person(store, &Value::String(entry.subject.clone()))?, person(store, other_person(entry))?);
    forget_verdicts(store, &store.facts_of(one)?, &store.facts_of(other)?)?;
    let decision = if restore_verdicts(store, entry)? { PairDecision::Different } else { PairDecision::Review };
    store.decide_between(one, other, decision)?;
    Ok(vec![one, other])
}

/// The latest entry that can be taken back.
fn latest(store: &Reader<'_>, person: Option<&PersonId>) -> Result<Option<AuditEntry<Value>>, StoreError> {
    let entries = store.audit::<Value>(None, MOST_ENTRIES)?;
    let undone: Vec<i64> =
        entries.iter().filter(|entry| entry.action == "undo").filter_map(|entry| entry.detail["entry"].as_i64()).collect();
    let wanted = |entry: &AuditEntry<Value>| {
        let ours = matches!(entry.action.as_str(), "merge" | "split" | "distinguish") && !undone.contains(&entry.no);
        ours && person.is_none_or(|id| entry.subject == id.as_str() || other_person(entry).as_str() == Some(id.as_str()))
    };
    Ok(entries.into_iter().find(wanted))
}

/// The other person of an entry; older entries of distinctions name nobody else.
fn other_person(entry: &AuditEntry<Value>) -> &Value {
    entry.detail.get("into").unwrap_or(&entry.detail)
}

/// Puts back what humans had said before; whether any of it was that two records are different humans.
fn restore_verdicts(store: &Writer<'_>, entry: &AuditEntry<Value>) -> Result<bool, StoreError> {
    let mut parted = false;
    for said in entry.detail["before"].as_array().into_iter().flatten() {
        if let (Some(left), Some(right), Some(same)) = (said[0].as_str(), said[1].as_str(), said[2].as_bool()) {
            store.put_verdict(&RecordId::new(left), &RecordId::new(right), same)?;
            parted |= !same;
        }
    }
    Ok(parted)
}

fn person(store: &Reader<'_>, id: &Value) -> Result<PersonNo, PersonError> {
    let id = PersonId::new(id.as_str().unwrap_or_default());
    store.find_person(&id)?.ok_or(PersonError::NoPerson(id))
}

/// The records of a person that came with a merge, and those that were there.
fn parted(store: &Reader<'_>, merged: PersonNo, entry: &AuditEntry<Value>) -> Result<(Vec<Facts>, Vec<Facts>), StoreError> {
    let came: Vec<&str> = entry.detail["records"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    Ok(store.facts_of(merged)?.into_iter().partition(|facts| came.contains(&facts.id.as_str())))
}

fn forget_verdicts(store: &Writer<'_>, left: &[Facts], right: &[Facts]) -> Result<(), StoreError> {
    each_pair(left, right, |one, other| store.drop_verdict(one, other))
}

fn each_pair(
    left: &[Facts],
    right: &[Facts],
    mut act: impl FnMut(&RecordId, &RecordId) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    left.iter().try_for_each(|one| right.iter().try_for_each(|other| act(&one.id, &other.id)))
}
