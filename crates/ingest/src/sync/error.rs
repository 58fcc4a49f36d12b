//! Why a run ended early.

use vitae_engine::ReadError;

use crate::account::AccountSettings;
use crate::client::{ApiError, ApiErrorKind};

/// Why a run ended before its end. What was applied before is kept, and the next run goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The source does not answer as it should.
    #[error("account `{account}`: {reason}{advice}")]
    Api {
        /// The account's name.
        account: String,
        /// What went wrong.
        reason: ApiError,
        /// What to do, with its punctuation; may be empty.
        advice: String,
    },
    /// Too many in a row failed: the source is ill.
    #[error("account `{account}`: {number} {what} failed in a row, the last with: {last}; the next run tries again")]
    Broken {
        /// The account's name.
        account: String,
        /// Of what, such as `candidates`.
        what: &'static str,
        /// How many.
        number: u64,
        /// What the last one failed with.
        last: String,
    },
    /// A listing did not come to an end.
    #[error("account `{account}`: the list of {what} broke off after {listed} of {total}; the next run lists them again")]
    Incomplete {
        /// The account's name.
        account: String,
        /// Of what, such as `candidates`.
        what: &'static str,
        /// How many were listed.
        listed: u64,
        /// How many there should be.
        total: u64,
    },
    /// The same is being done elsewhere.
    #[error("account `{account}`: another process is at it")]
    Busy {
        /// The account's name.
        account: String,
    },
    /// The engine could not keep what was fetched.
    #[error("account `{account}`: cannot keep what was fetched")]
    Apply {
        /// The account's name.
        account: String,
        /// What went wrong.
        source: vitae_engine::SyncError,
    },
    /// The engine could not tell what it has.
    #[error("account `{account}`: cannot look up what is kept")]
    Read {
        /// The account's name.
        account: String,
        /// What went wrong.
        source: ReadError,
    },
}

impl SyncError {
    pub(crate) fn api(account: &AccountSettings, reason: ApiError) -> Self {
        Self::Api { account: account.name.clone(), advice: advice(account, &reason), reason }
    }

    pub(crate) fn read(account: &AccountSettings, source: ReadError) -> Self {
        Self::Read { account: account.name.clone(), source }
    }

    pub(crate) fn apply(account: &AccountSettings, source: vitae_engine::SyncError) -> Self {
        Self::Apply { account: account.name.clone(), source }
    }
}

fn advice(account: &AccountSettings, error: &ApiError) -> String {
    match error.kind() {
        ApiErrorKind::Unauthorized(_) => format!("; check the key in {}", account.secret_place()),
        ApiErrorKind::Forbidden(_) => {
            format!("; ask an administrator to extend the rights of the key in {}", account.secret_place())
        }
        ApiErrorKind::Unreachable(_) | ApiErrorKind::TimedOut => format!("; check the network and base_url = \"{}\"", account.base_url),
        ApiErrorKind::NotFound(_) | ApiErrorKind::Unreadable(_) | ApiErrorKind::Redirected(_) => {
            format!("; check that base_url = \"{}\" is the address of the API", account.base_url)
        }
        _ => String::new(),
    }
}
