//! Which posting is of which job.

use std::collections::{BTreeMap, BTreeSet};

use vitae_model::{Job, Posting};

use super::known::All;
use super::listing::Lines;

/// How postings find their jobs.
#[derive(Default)]
pub(super) struct Links {
    by_ad: BTreeMap<String, String>,
    /// Absent where several jobs share the reference number.
    by_reference: BTreeMap<String, Option<String>>,
    /// Reference numbers of jobs whose details are not known.
    pub(super) unknown: BTreeSet<String>,
}

impl Links {
    pub(super) fn of(jobs: &All<Job>, listed: Option<&Lines>) -> Self {
        let mut links = Self::default();
        let is_listed = |id: &str| listed.is_none_or(|lines| lines.has(id));
        for (id, known) in jobs.iter().filter(|(id, known)| known.is_open && is_listed(id)) {
            links.by_ad.extend(known.item.ads.iter().map(|ad| (ad.clone(), id.clone())));
            if let Some(reference) = &known.item.reference {
                let only = |earlier: &mut Option<String>| *earlier = None;
                links.by_reference.entry(reference.clone()).and_modify(only).or_insert_with(|| Some(id.clone()));
            }
        }
        let lines = listed.map(|lines| lines.lines.as_slice()).unwrap_or_default();
        let without_details = lines.iter().filter(|line| !jobs.contains_key(&line.id));
        links.unknown = without_details.filter_map(|line| line.reference.clone()).collect();
        links
    }

    /// The job a posting is of.
    pub(super) fn job_of(&self, posting: &Posting) -> Option<String> {
        let by_ad = posting.ad_id.as_ref().and_then(|ad| self.by_ad.get(ad));
        by_ad.cloned().or_else(|| self.by_reference.get(posting.reference.as_ref()?).cloned().flatten())
    }
}
