//! `vitae account add` and `remove`.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{ArgGroup, Args};
use vitae_ingest::{AccountSettings, BaseUrl, CandidateSettings, Criterion, Interval, JobSettings, KeySource, OAuthClient};

use crate::config::{self, Configuration};
use crate::exit::Exit;
use crate::printer::Printer;

/// Add an account to `vitae.toml`
///
/// The key itself never stands in the file or on a command line: name where it is found. With --keyring, a key that is piped in is put into
/// the keyring first. With --client-id the secret is that of an OAuth client.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("secret").required(true).args(["key_env", "key_file", "keyring"])))]
pub(super) struct Add {
    /// A name of yours: letters, digits, `-`, `_` and `.`
    #[arg(value_name = "NAME")]
    name: String,
    /// Company identifier, the last part of the career site's address; case-sensitive
    #[arg(long, value_name = "COMPANY")]
    company: String,
    /// Environment variable that holds the API key
    #[arg(long, value_name = "VARIABLE")]
    key_env: Option<String>,
    /// File that holds the API key and nothing else; readable by you alone
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
    /// Entry of the system's keyring that holds the API key
    #[arg(long, value_name = "ENTRY")]
    keyring: Option<String>,
    /// Identifier of an OAuth client whose secret is named instead of an API key
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Where the API answers [default: `https://api.smartrecruiters.com`]
    #[arg(long, value_name = "URL", value_parser = BaseUrl::parse)]
    base_url: Option<BaseUrl>,
    /// Time between two polls of jobs
    #[arg(long, value_name = "TIME", default_value = "15m")]
    jobs_every: Interval,
    /// Time between two polls of candidates
    #[arg(long, value_name = "TIME", default_value = "15m")]
    candidates_every: Interval,
    /// Keep jobs out of what is published that meet this, such as 'department:"Stealth" OR custom.confidential:yes'
    #[arg(long, value_name = "CRITERION")]
    hidden: Option<Criterion>,
    /// Leave candidates out whom nobody in the CRM matches
    #[arg(long)]
    no_import_unknown: bool,
    /// Do not download résumés
    #[arg(long)]
    no_resumes: bool,
    /// Do not parse résumés
    #[arg(long)]
    no_parse: bool,
}

/// Remove an account from `vitae.toml`; what was synced stays
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The account's name
    #[arg(value_name = "ACCOUNT")]
    account: String,
}

impl Add {
    pub(super) fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let source = self.source()?;
        if let KeySource::Keyring(entry) = &source {
            store_piped(entry)?;
        }
        let account = self.settings(source)?;
        account.check()?;
        let path = configuration.home.value.join(config::FILE);
        config::add_account(&path, &account)?;
        printer.say(&format!(
            "added `{}` to {}; `vitae account test {}` asks whether it works",
            account.name,
            path.display(),
            account.name
        ));
        if configuration.key(&account).is_err() {
            printer.say(&format!("its secret is not there yet: {}", account.secret_place()));
        }
        Ok(Exit::Done)
    }

    /// Where the secret is found, by the same rules as in the file.
    fn source(&self) -> Result<KeySource> {
        let (word, value) = match (&self.key_env, &self.key_file, &self.keyring) {
            (Some(name), _, _) => ("env", name.clone()),
            (_, Some(path), _) => ("file", path.to_str().context("the path of the key file is not UTF-8")?.to_owned()),
            (_, _, Some(entry)) => ("keyring", entry.clone()),
            _ => bail!("name where the key is found: --key-env, --key-file or --keyring"),
        };
        serde_json::from_value(serde_json::json!({ word: value })).map_err(|error| anyhow::anyhow!("{error}"))
    }

    fn settings(self, source: KeySource) -> Result<AccountSettings> {
        // What the file's defaults are is said in one place.
        let mut account: AccountSettings = serde_json::from_value(serde_json::json!({"name": self.name, "company": self.company}))?;
        match self.client_id {
            Some(client_id) => account.oauth = Some(OAuthClient { client_id, client_secret: source }),
            None => account.api_key = Some(source),
        }
        account.base_url = self.base_url.unwrap_or_default();
        account.jobs = JobSettings { every: self.jobs_every, hidden: self.hidden };
        account.candidates = CandidateSettings {
            every: self.candidates_every,
            import_unknown: !self.no_import_unknown,
            sync_resumes: !self.no_resumes,
            parse_resumes: !self.no_parse,
            ..CandidateSettings::default()
        };
        Ok(account)
    }
}

/// Puts a secret that is piped in into the keyring; where nothing is, the entry is taken to be there.
fn store_piped(entry: &str) -> Result<()> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Ok(());
    }
    let mut secret = String::new();
    input.take(64 * 1024).read_to_string(&mut secret).context("cannot read the key that is piped in")?;
    match secret.trim() {
        "" => Ok(()),
        secret => config::store_in_keyring(entry, secret),
    }
}

impl Remove {
    pub(super) fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        configuration.accounts_named(std::slice::from_ref(&self.account))?;
        let path = configuration.home.value.join(config::FILE);
        if !config::remove_account(&path, &self.account)? {
            bail!("`{}` was not found in {}", self.account, path.display());
        }
        printer.say(&format!("removed `{}` from {}; what was synced stays, `vitae forget` erases persons", self.account, path.display()));
        Ok(Exit::Done)
    }
}
