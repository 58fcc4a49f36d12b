//! What accounts notified of.

use vitae_store::NotificationRow;

use crate::{Engine, ReadError, SyncError};

/// Something that an account notified of. Holds identifiers only: the present state is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notification {
    /// Names it; the same one may come twice.
    pub id: String,
    /// What happened, such as `candidate.updated`.
    pub name: String,
    /// The candidate it concerns.
    pub candidate: Option<String>,
    /// The job it concerns.
    pub job: Option<String>,
    /// When it came: RFC 3339, UTC.
    pub received_at: String,
}

impl Engine {
    /// Remembers a notification of an account; whether it was not remembered before.
    pub fn add_notification(&self, account: &str, notification: &Notification) -> Result<bool, SyncError> {
        let Notification { id, name, candidate, job, received_at } = notification.clone();
        let row = NotificationRow { id, name, candidate, job, received_at };
        Ok(self.store.write(|store| store.add_notification(account, &row))?)
    }

    /// What an account notified of and nobody saw to yet, oldest first, at most `limit`.
    pub fn notifications(&self, account: &str, limit: usize) -> Result<Vec<Notification>, ReadError> {
        let rows = self.store.read(|store| store.notifications(account, limit))?;
        Ok(rows.into_iter().map(Notification::from).collect())
    }

    /// When an account last notified of anything: RFC 3339, UTC.
    pub fn last_notification(&self, account: &str) -> Result<Option<String>, ReadError> {
        Ok(self.store.read(|store| store.last_notification(account))?)
    }

    /// Notes that notifications were seen to, and forgets those that were seen to before `forget`, RFC 3339 in UTC.
    pub fn settle_notifications(&self, account: &str, ids: &[String], forget: &str) -> Result<(), SyncError> {
        self.store.write(|store| {
            store.settle_notifications(account, ids)?;
            store.forget_notifications(account, forget)?;
            Ok(())
        })
    }
}

impl From<NotificationRow> for Notification {
    fn from(row: NotificationRow) -> Self {
        let NotificationRow { id, name, candidate, job, received_at } = row;
        Self { id, name, candidate, job, received_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_is_remembered_once_and_waits_until_it_is_seen_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(folder.path()).expect("an engine");
        let told = |id: &str| Notification { id: id.into(), received_at: "2026-01-15T10:00:00Z".into(), ..Notification::default() };
        let add = |id: &str| engine.add_notification("acme", &told(id)).expect("kept");
        assert!(add("1") && add("2") && !add("1"));
        let waiting = || engine.notifications("acme", 10).expect("readable").into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(waiting(), ["1", "2"]);
        engine.settle_notifications("acme", &["1".into()], "2020-01-01T00:00:00Z").expect("settles");
        assert!(!add("1"), "what was seen to is still recognised");
        assert_eq!(waiting(), ["2"]);
        engine.settle_notifications("acme", &[], "2999-01-01T00:00:00Z").expect("settles");
        assert!(add("1"), "and forgotten after a while");
        assert_eq!(engine.last_notification("acme").expect("readable").as_deref(), Some("2026-01-15T10:00:00Z"));
        assert_eq!(engine.last_notification("other").expect("readable"), None);
    }
}
