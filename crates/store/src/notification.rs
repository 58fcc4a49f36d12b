//! What ATS accounts notified of, until it is seen to and for a while after.

use crate::error::during;
use crate::session::{now, params};
use crate::{Reader, StoreError, Writer};

/// Something that an account notified of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationRow {
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

impl Reader<'_> {
    /// What an account notified of and nobody saw to yet, oldest first, at most `limit`.
    pub fn notifications(&self, account: &str, limit: usize) -> Result<Vec<NotificationRow>, StoreError> {
        const SQL: &str = "SELECT id, name, candidate, job, received_at FROM notifications
            WHERE account = ?1 AND done_at IS NULL ORDER BY received_at, id LIMIT ?2";
        during("list notifications", || {
            self.rows(SQL, params![account, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                Ok(NotificationRow {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    candidate: row.get(2)?,
                    job: row.get(3)?,
                    received_at: row.get(4)?,
                })
            })
        })
    }

    /// When an account last notified of anything: RFC 3339, UTC.
    pub fn last_notification(&self, account: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "SELECT max(received_at) FROM notifications WHERE account = ?1";
        during("list notifications", || Ok(self.value::<Option<String>>(SQL, [account])?.flatten()))
    }
}

impl Writer<'_> {
    /// Remembers a notification; whether it was not remembered before.
    pub fn add_notification(&self, account: &str, row: &NotificationRow) -> Result<bool, StoreError> {
        const SQL: &str = "INSERT INTO notifications (account, id, name, candidate, job, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (account, id) DO NOTHING";
        during("keep a notification", || {
            Ok(self.execute(SQL, params![account, row.id, row.name, row.candidate, row.job, row.received_at])? > 0)
        })
    }

    /// Notes that notifications were seen to.
    pub fn settle_notifications(&self, account: &str, ids: &[String]) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE notifications SET done_at = ?3 WHERE account = ?1 AND id = ?2";
        during("settle notifications", || {
            for id in ids {
                self.execute(SQL, params![account, id, now()])?;
            }
            Ok(())
        })
    }

    /// Forgets notifications that were seen to before `moment`, RFC 3339 in UTC; how many.
    pub fn forget_notifications(&self, account: &str, moment: &str) -> Result<usize, StoreError> {
        const SQL: &str = "DELETE FROM notifications WHERE account = ?1 AND done_at < ?2";
        during("forget notifications", || self.execute(SQL, [account, moment]))
    }
}
