//! One ATS integration: what a user writes in `[[account]]`, checked at the door.

mod address;
mod connection;
mod interval;
mod key;
mod secret;

use serde::{Deserialize, Serialize};

use crate::jobs::Criterion;

pub(crate) use address::is_loopback;
pub use address::{BaseUrl, InvalidBaseUrl};
pub use connection::{Account, AccountError};
pub use interval::{Interval, InvalidInterval};
pub use key::KeySource;
pub use secret::ApiKey;

/// The ATS products an account can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Provider {
    /// SmartRecruiters' customer and posting APIs.
    #[default]
    SmartRecruiters,
}

/// One `[[account]]` table of the configuration. Unknown keys are refused.
///
/// Holds where the key is found, never the key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountSettings {
    /// A description of the user's own; names the account everywhere. Letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// Which ATS.
    #[serde(default)]
    pub provider: Provider,
    /// The company identifier, case-sensitive, sent as typed.
    pub company: String,
    /// Where the API key is found; absent where `oauth` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<KeySource>,
    /// The client whose credentials buy access tokens; absent where `api_key` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth: Option<OAuthClient>,
    /// Where the API answers; `https`, or `http` on a loopback host.
    #[serde(default)]
    pub base_url: BaseUrl,
    /// Requests a second this account may use of the ten that the provider allows a credential.
    #[serde(default = "default_rate")]
    pub max_requests_per_second: f64,
    /// Requests under way at once; the provider allows a credential eight.
    #[serde(default = "default_concurrency")]
    pub max_concurrent_requests: usize,
    /// Requests a second for what the provider tells anybody, such as postings; it documents no limit, and five are known to be well.
    #[serde(default = "default_public_rate")]
    pub max_public_requests_per_second: f64,
    /// How long one request may take from connecting to its last byte. The provider asks for 128 seconds at least.
    #[serde(default = "default_timeout")]
    pub timeout: Interval,
    /// How jobs and postings are synced.
    #[serde(default)]
    pub jobs: JobSettings,
    /// How candidates are synced.
    #[serde(default)]
    pub candidates: CandidateSettings,
}

/// The `oauth` table of an account: client credentials, which are exchanged for tokens that live for half an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OAuthClient {
    /// The client's identifier; no secret.
    pub client_id: String,
    /// Where the client's secret is found.
    pub client_secret: KeySource,
}

/// The `jobs` table of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JobSettings {
    /// Time between two polls.
    pub every: Interval,
    /// Jobs that meet this criterion are kept out of what is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Criterion>,
}

impl Default for JobSettings {
    fn default() -> Self {
        Self { every: Interval::QUARTER_HOUR, hidden: None }
    }
}

/// The `candidates` table of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CandidateSettings {
    /// Time between two polls.
    pub every: Interval,
    /// Time between two looks for candidates that the ATS deleted: all are listed, a hundred in a request.
    pub sweep: Interval,
    /// Whether a candidate that matches no person becomes one.
    pub import_unknown: bool,
    /// Whether résumés are downloaded and kept.
    pub sync_resumes: bool,
    /// Whether downloaded résumés are parsed.
    pub parse_resumes: bool,
    /// Kinds of attachments that are downloaded and kept beside résumés, such as `COVER_LETTER`; they are not parsed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// Attachments larger than so many mebibytes are not downloaded; what is read of a résumé has a bound of its own.
    pub max_document_mib: u32,
    /// Whether the answers to the questions of application forms are asked for: one more request for each application.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub screening: bool,
}

impl CandidateSettings {
    /// Bytes of an attachment that are downloaded at most.
    pub(crate) fn max_document(&self) -> usize {
        usize::try_from(u64::from(self.max_document_mib) * 1024 * 1024).unwrap_or(usize::MAX)
    }
}

impl Default for CandidateSettings {
    fn default() -> Self {
        Self {
            every: Interval::QUARTER_HOUR,
            sweep: Interval::DAY,
            import_unknown: true,
            sync_resumes: true,
            parse_resumes: true,
            attachments: Vec::new(),
            max_document_mib: 25,
            screening: false,
        }
    }
}

/// What is wrong with an account's settings beyond their shape.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAccount {
    /// The name cannot be used as one.
    #[error("`{0}` cannot name an account: use 1 to 64 letters, digits, `-`, `_` or `.`")]
    Name(String),
    /// Two accounts share a name.
    #[error("two accounts are named `{0}`")]
    Twice(String),
    /// The company identifier is empty or holds what no identifier holds.
    #[error("account `{account}`: `{company}` is no company identifier; it is the last part of the career site's address")]
    Company {
        /// The account.
        account: String,
        /// What was given.
        company: String,
    },
    /// Neither or both kinds of credential are given.
    #[error(
        "account `{account}`: {problem}; give either api_key = {{ env = \"NAME\" }} or oauth = {{ client_id = \"…\", client_secret = {{ env = \"NAME\" }} }}"
    )]
    Credential {
        /// The account.
        account: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// The rate is not positive.
    #[error("account `{account}`: {setting} is {rate}, but must be above 0 and at most 10000")]
    Rate {
        /// The account.
        account: String,
        /// Which rate.
        setting: &'static str,
        /// What was given.
        rate: f64,
    },
    /// No document, or one that no disk should hold.
    #[error("account `{account}`: candidates.max_document_mib is {number}, but must be 1 to 4096")]
    DocumentSize {
        /// The account.
        account: String,
        /// What was given.
        number: u32,
    },
    /// Nothing could ever be asked.
    #[error("account `{account}`: max_concurrent_requests is {number}, but must be 1 to 1000")]
    Concurrency {
        /// The account.
        account: String,
        /// What was given.
        number: usize,
    },
}

impl AccountSettings {
    /// Checks what the shape alone does not tell.
    pub fn check(&self) -> Result<(), InvalidAccount> {
        let account = || self.name.clone();
        let allowed = |symbol: char| symbol.is_ascii_alphanumeric() || "-_.".contains(symbol);
        if !(1..=64).contains(&self.name.len()) || !self.name.chars().all(allowed) {
            return Err(InvalidAccount::Name(self.name.clone()));
        }
        if self.company.is_empty() || self.company.chars().any(|symbol| symbol.is_whitespace() || "/?#".contains(symbol)) {
            return Err(InvalidAccount::Company { account: account(), company: self.company.clone() });
        }
        let problem = match (&self.api_key, &self.oauth) {
            (None, None) => Some("no credential is given"),
            (Some(_), Some(_)) => Some("two credentials are given"),
            (None, Some(client)) if client.client_id.trim().is_empty() => Some("client_id is empty"),
            (Some(_), None) | (None, Some(_)) => None,
        };
        if let Some(problem) = problem {
            return Err(InvalidAccount::Credential { account: account(), problem });
        }
        let rates = [
            ("max_requests_per_second", self.max_requests_per_second),
            ("max_public_requests_per_second", self.max_public_requests_per_second),
        ];
        if let Some((setting, rate)) = rates.into_iter().find(|(_, rate)| !(*rate > 0.0 && *rate <= 10_000.0)) {
            return Err(InvalidAccount::Rate { account: account(), setting, rate });
        }
        let number = self.candidates.max_document_mib;
        if !(1..=4096).contains(&number) {
            return Err(InvalidAccount::DocumentSize { account: account(), number });
        }
        let number = self.max_concurrent_requests;
        if !(1..=1000).contains(&number) {
            return Err(InvalidAccount::Concurrency { account: account(), number });
        }
        Ok(())
    }

    /// Where the account's secret is found: its API key, or its client's secret.
    #[must_use]
    pub fn secret(&self) -> Option<&KeySource> {
        self.api_key.as_ref().or_else(|| self.oauth.as_ref().map(|client| &client.client_secret))
    }

    /// Where the account's secret is found, for people.
    #[must_use]
    pub fn secret_place(&self) -> String {
        self.secret().map_or_else(|| "nowhere".to_owned(), ToString::to_string)
    }

    /// Checks each of `accounts`, and that no two share a name.
    pub fn check_all(accounts: &[Self]) -> Result<(), InvalidAccount> {
        for (index, account) in accounts.iter().enumerate() {
            account.check()?;
            if accounts[..index].iter().any(|earlier| earlier.name == account.name) {
                return Err(InvalidAccount::Twice(account.name.clone()));
            }
        }
        Ok(())
    }
}

fn default_rate() -> f64 {
    10.0
}

fn default_public_rate() -> f64 {
    5.0
}

fn default_concurrency() -> usize {
    8
}

fn default_timeout() -> Interval {
    Interval::from_secs(128)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<AccountSettings, toml::de::Error> {
        toml::from_str(text)
    }

    const DOCUMENTED: &str = r#"
        name = "acme"
        provider = "smartrecruiters"
        company = "AcmeCorp"
        api_key = { env = "SMARTRECRUITERS_API_KEY" }
        base_url = "https://api.smartrecruiters.com"
        jobs       = { every = "15m", hidden = 'department:"Stealth" OR custom.confidential:yes' }
        candidates = { every = "15m", import_unknown = true, sync_resumes = true, parse_resumes = true }
    "#;

    #[test]
    fn the_documented_table_is_read_and_defaults_equal_it() {
        let full = read(DOCUMENTED).expect("reads");
        assert_eq!(full.check(), Ok(()));
        let short = read("name = 'acme'\ncompany = 'AcmeCorp'\napi_key = { env = 'SMARTRECRUITERS_API_KEY' }").expect("reads");
        assert_eq!(AccountSettings { jobs: JobSettings::default(), ..full }, short);
    }

    #[test]
    fn unknown_keys_are_refused_at_every_level() {
        for wrong in ["colour = 'red'", "jobs = { often = true }", "candidates = { every = '1m', parse = false }"] {
            let error =
                read(&format!("{DOCUMENTED}\n{wrong}").replace("jobs       =", "# ").replace("candidates = { every = \"15m\"", "# "));
            assert!(error.is_err_and(|error| error.message().contains("unknown field")), "{wrong} was taken");
        }
    }

    #[test]
    fn senseless_values_are_told_with_the_value() {
        let base = read(DOCUMENTED).expect("reads");
        let told = |account: AccountSettings| account.check().map_err(|error| error.to_string());
        assert!(told(AccountSettings { name: "a b".into(), ..base.clone() }).is_err_and(|text| text.contains("`a b`")));
        assert!(told(AccountSettings { company: "a/b".into(), ..base.clone() }).is_err_and(|text| text.contains("`a/b`")));
        assert!(told(AccountSettings { max_requests_per_second: f64::NAN, ..base.clone() }).is_err_and(|text| text.contains("NaN")));
        let endless = CandidateSettings { max_document_mib: 0, ..CandidateSettings::default() };
        assert!(told(AccountSettings { candidates: endless, ..base.clone() }).is_err_and(|text| text.contains("max_document_mib is 0")));
        assert!(told(AccountSettings { max_concurrent_requests: 0, ..base.clone() }).is_err());
        assert_eq!(AccountSettings::check_all(&[base.clone(), base]), Err(InvalidAccount::Twice("acme".into())));
    }
}
