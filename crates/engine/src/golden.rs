//! Persons made, merged and kept in step with their records.

use serde::Serialize;
use sha2::Digest;
use vitae_matching::{RecordView, Survivorship, merge_by};
use vitae_model::{PersonId, RecordId};
use vitae_store::{PersonNo, StoreError, Writer};

/// Digits of identifiers: no vowel but a, e, no l, no i, so that they are neither misread nor words.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What the audit keeps of a merge.
#[derive(Debug, Serialize)]
struct MergeDetail<'a> {
    into: &'a PersonId,
    records: Vec<RecordId>,
    /// What humans had said before of pairs of records.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    before: &'a [Said],
}

/// What the audit keeps of a split.
#[derive(Debug, Serialize)]
struct SplitDetail<'a> {
    into: &'a PersonId,
    records: &'a [RecordId],
    /// What humans had said before of pairs of records.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    before: &'a [Said],
}

/// What a human had said of two records: whether they are one person.
pub(crate) type Said = (RecordId, RecordId, bool);

/// Makes a person whose identifier follows from its first record.
pub(crate) fn new_person(store: &Writer<'_>, first: &RecordId) -> Result<PersonNo, StoreError> {
    for attempt in 0_u32.. {
        let id = person_id(first, attempt);
        let taken = match store.find_person(&id)? {
            Some(no) => store.person_id(no)? == id,
            None => false,
        };
        if !taken {
            return store.insert_person(&id);
        }
    }
    unreachable!("2^32 identifiers cannot all be taken")
}

/// `p-` and twelve digits: 60 bits of the digest of the first record's identifier.
fn person_id(first: &RecordId, attempt: u32) -> PersonId {
    let mut hasher = sha2::Sha256::new_with_prefix(first.as_str());
    if attempt > 0 {
        hasher.update(attempt.to_le_bytes());
    }
    let digest = hasher.finalize();
    let mut bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut id = String::from("p-");
    for _ in 0..12 {
        id.push(char::from(DIGITS[(bits >> 59) as usize]));
        bits <<= 5;
    }
    PersonId::new(id)
}

/// Merges what the person's records say anew, and marks it for the index.
pub(crate) fn refresh(store: &Writer<'_>, person: PersonNo, rules: &Survivorship) -> Result<(), StoreError> {
    let rows = store.records_of(person)?;
    let views: Vec<_> =
        rows.iter().map(|row| RecordView { id: &row.record.id, source: &row.record.source, profile: &row.record.profile }).collect();
    let golden = merge_by(&views, rules);
    store.set_golden(person, &golden.profile, &golden.provenance)?;
    store.mark_pending(&store.person_id(person)?)
}

/// Makes `gone` part of `kept`; the caller refreshes `kept`.
pub(crate) fn absorb(store: &Writer<'_>, kept: PersonNo, gone: PersonNo, actor: &str, before: &[Said]) -> Result<(), StoreError> {
    let (into, from) = (store.person_id(kept)?, store.person_id(gone)?);
    let records = store.facts_of(gone)?.into_iter().map(|facts| facts.id).collect();
    store.absorb(kept, gone)?;
    store.mark_pending(&from)?;
    store.add_audit(actor, "merge", from.as_str(), &MergeDetail { into: &into, records, before })
}

/// Tells the audit that `records` were moved from `person` to `new`.
pub(crate) fn note_split(
    store: &Writer<'_>,
    (person, new): (PersonNo, PersonNo),
    records: &[RecordId],
    actor: &str,
    before: &[Said],
) -> Result<(), StoreError> {
    let (from, into) = (store.person_id(person)?, store.person_id(new)?);
    store.add_audit(actor, "split", from.as_str(), &SplitDetail { into: &into, records, before })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_follow_from_the_record_and_are_short() {
        let record = RecordId::new("doc-0123456789abcdef");
        let id = person_id(&record, 0);
        assert_eq!(id, person_id(&record, 0));
        assert_ne!(id, person_id(&record, 1));
        assert_eq!(id.as_str().len(), 14);
        assert!(id.as_str().starts_with("p-"));
    }
}
