//! What is set, and where: flags over environment over `vitae.toml` over defaults.

mod edit;
mod file;
mod key;
mod keyring;
mod nearest;

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use etcetera::{BaseStrategy, choose_base_strategy};
use vitae_document::Limits;
use vitae_engine::{DatabaseUrl, Engine, Settings, Survivorship};
use vitae_ingest::{AccountSettings, ApiKey};
use vitae_model::CountryCode;
use vitae_web::Token;

use crate::environment;
pub(crate) use edit::{add_account, remove_account};
use file::{DatabaseValue, File};
pub(crate) use keyring::store as store_in_keyring;
pub(crate) use nearest::nearest;

/// The name of the file in the home.
pub(crate) const FILE: &str = "vitae.toml";

/// Where a value was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// On the command line, by this option.
    Flag(&'static str),
    /// By this environment variable.
    Environment(&'static str),
    /// In the file, in this line.
    File(usize),
    /// Nowhere.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "{name}"),
            Self::Environment(name) => write!(f, "{name}"),
            Self::File(line) => write!(f, "{FILE}, line {line}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it was set.
#[derive(Debug, Clone)]
pub(crate) struct Setting<T> {
    /// The value.
    pub(crate) value: T,
    /// Where it was set.
    pub(crate) origin: Origin,
}

impl<T> Setting<T> {
    fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

/// What flags may override.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overrides {
    /// `--home`.
    pub(crate) home: Option<PathBuf>,
    /// `--jobs`.
    pub(crate) jobs: Option<usize>,
}

/// Everything that is set.
#[derive(Debug)]
pub(crate) struct Configuration {
    /// The folder where everything is kept.
    pub(crate) home: Setting<PathBuf>,
    /// Number of threads; 0 for one per core.
    pub(crate) jobs: Setting<usize>,
    /// The country of numbers and places without one.
    pub(crate) region: Setting<Option<CountryCode>>,
    /// Most bytes of a document.
    pub(crate) bytes: Setting<usize>,
    /// Most pages of a document that are read.
    pub(crate) pages: Setting<usize>,
    /// Most time for a document.
    pub(crate) time: Setting<Duration>,
    /// Where `vitae serve` listens.
    pub(crate) addr: Setting<SocketAddr>,
    file: File,
}

impl Configuration {
    /// Collects what is set. A file that is not there sets nothing.
    pub(crate) fn load(overrides: &Overrides) -> Result<Self> {
        let home = home(overrides.home.as_deref())?;
        let file = File::read(&home.value.join(FILE))?;
        let limits = Limits::default();
        let values = &file.values;
        Ok(Self {
            jobs: jobs(overrides.jobs, &file)?,
            region: region(&file)?,
            bytes: Setting::new(values.limits.bytes.unwrap_or(limits.bytes), file.origin("limits.bytes")),
            pages: Setting::new(values.limits.pages.unwrap_or(limits.pages), file.origin("limits.pages")),
            time: Setting::new(values.limits.seconds.map_or(limits.time, seconds), file.origin("limits.seconds")),
            addr: Setting::new(values.serve.addr.unwrap_or_else(|| vitae_web::Settings::default().addr), file.origin("serve.addr")),
            home,
            file,
        })
    }

    /// The ATS accounts.
    pub(crate) fn accounts(&self) -> &[AccountSettings] {
        &self.file.values.account
    }

    /// The accounts of these names, or all where none is named.
    pub(crate) fn accounts_named(&self, names: &[String]) -> Result<Vec<&AccountSettings>> {
        let known: Vec<&str> = self.accounts().iter().map(|account| account.name.as_str()).collect();
        if known.is_empty() {
            bail!("no account is set; add an [[account]] table to {}", self.home.value.join(FILE).display());
        }
        if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
            match nearest(name, known.iter().copied()) {
                Some(meant) => bail!("there is no account `{name}`; did you mean `{meant}`?"),
                None => bail!("there is no account `{name}`; there are {}", known.join(", ")),
            }
        }
        Ok(self.accounts().iter().filter(|account| names.is_empty() || names.contains(&account.name)).collect())
    }

    /// Which record's value a golden profile takes.
    pub(crate) fn survivorship(&self) -> &Survivorship {
        &self.file.values.survivorship
    }

    /// Where a key of the file was set.
    pub(crate) fn origin(&self, path: &str) -> Origin {
        self.file.origin(path)
    }

    /// Fetches an account's API key.
    pub(crate) fn key(&self, account: &AccountSettings) -> Result<ApiKey> {
        let what = if account.oauth.is_some() { "client secret" } else { "API key" };
        let source = account.secret().with_context(|| format!("account `{}` has no credential", account.name))?;
        let key = key::fetch(what, source, &self.home.value).with_context(|| format!("account `{}`", account.name))?;
        Ok(ApiKey::new(key))
    }

    /// Fetches the token that callers of `vitae serve` must show, where one is set.
    pub(crate) fn token(&self) -> Result<Option<Token>> {
        let named = self.file.values.serve.token.as_ref().map(|source| key::fetch("token", source, &self.home.value)).transpose()?;
        let Some(secret) = environment::text(environment::TOKEN).or(named) else { return Ok(None) };
        Token::new(&secret).context("the token is too short: it takes 16 characters, or it can be guessed").map(Some)
    }

    /// Where the token is found, for people.
    pub(crate) fn token_source(&self) -> Setting<String> {
        match (environment::text(environment::TOKEN), &self.file.values.serve.token) {
            (Some(_), _) => Setting::new("(set)".to_owned(), Origin::Environment(environment::TOKEN)),
            (None, Some(source)) => Setting::new(source.to_string(), self.origin("serve.token")),
            (None, None) => Setting::new("none".to_owned(), Origin::Default),
        }
    }

    /// The address of the database, where it lies on a server.
    fn database(&self) -> Result<Option<DatabaseUrl>> {
        let read = |text: &str| text.trim().parse::<DatabaseUrl>();
        if let Some(text) = environment::text(environment::DATABASE) {
            return read(&text).with_context(|| format!("{} cannot be used", environment::DATABASE)).map(Some);
        }
        match &self.file.values.database {
            None => Ok(None),
            Some(DatabaseValue::Secret(source)) => {
                Ok(Some(read(&key::fetch("database's address", source, &self.home.value)?).context("`database` cannot be used")?))
            }
            Some(DatabaseValue::Address(text)) => {
                let url = read(text).context("`database` cannot be used")?;
                if url.has_password() {
                    bail!(
                        "`database` holds a password in {FILE}: write {{ file = \"…\" }} or {{ env = \"…\" }}, or set {}",
                        environment::DATABASE
                    );
                }
                Ok(Some(url))
            }
        }
    }

    /// Where the database lies, for people.
    pub(crate) fn database_place(&self) -> Setting<String> {
        let origin = match environment::text(environment::DATABASE) {
            Some(_) => Origin::Environment(environment::DATABASE),
            None => self.origin("database"),
        };
        let place = match self.database() {
            Ok(None) => self.home.value.join("vitae.db").display().to_string(),
            Ok(Some(url)) => url.to_string(),
            Err(error) => format!("{error:#}"),
        };
        Setting::new(place, origin)
    }

    /// The limits of one document.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.bytes = self.bytes.value;
        limits.pages = self.pages.value;
        limits.time = self.time.value;
        limits
    }

    /// Opens the engine that lives in the home, making what is missing.
    pub(crate) fn open(&self) -> Result<Engine> {
        let mut settings = Settings::new(&self.home.value);
        settings.database = self.database()?;
        settings.limits = self.limits();
        settings.jobs = NonZero::new(self.jobs.value);
        settings.region = self.region.value;
        settings.survivorship = self.file.values.survivorship.clone();
        Engine::with(settings).with_context(|| format!("cannot open the home {}", self.home.value.display()))
    }

    /// Whether anything was ever kept here, as far as can be told without opening it.
    pub(crate) fn is_begun(&self) -> Result<bool> {
        Ok(self.database()?.is_some() || self.home.value.join("vitae.db").is_file())
    }

    /// Opens the engine where there is a home already: looking something up makes none.
    pub(crate) fn open_existing(&self) -> Result<Engine> {
        let home = &self.home.value;
        if !self.is_begun()? {
            bail!("there is nothing in {} yet; `vitae enrich PATH` fills it, --home names another", home.display());
        }
        self.open()
    }
}

fn home(flag: Option<&Path>) -> Result<Setting<PathBuf>> {
    if let Some(path) = flag {
        return Ok(Setting::new(path.to_owned(), Origin::Flag("--home")));
    }
    if let Some(path) = environment::path(environment::HOME) {
        return Ok(Setting::new(path, Origin::Environment(environment::HOME)));
    }
    let strategy = choose_base_strategy().context("this user has no home folder; name one with --home or VITAE_HOME")?;
    Ok(Setting::new(strategy.data_dir().join("vitae"), Origin::Default))
}

fn jobs(flag: Option<usize>, file: &File) -> Result<Setting<usize>> {
    if let Some(jobs) = flag {
        return Ok(Setting::new(jobs, Origin::Flag("--jobs")));
    }
    if let Some(text) = environment::text(environment::JOBS) {
        let jobs = text.parse().ok().with_context(|| format!("{} is `{text}`, which is no number of threads", environment::JOBS))?;
        return Ok(Setting::new(jobs, Origin::Environment(environment::JOBS)));
    }
    Ok(Setting::new(file.values.jobs.unwrap_or_default(), file.origin("jobs")))
}

fn region(file: &File) -> Result<Setting<Option<CountryCode>>> {
    if let Some(text) = environment::text(environment::REGION) {
        let region = text.parse().with_context(|| format!("{} is `{text}`", environment::REGION))?;
        return Ok(Setting::new(Some(region), Origin::Environment(environment::REGION)));
    }
    Ok(Setting::new(file.values.region, file.origin("region")))
}

/// A length of time between a millisecond and an hour.
fn seconds(number: f64) -> Duration {
    Duration::from_secs_f64(number.clamp(0.001, 3600.0))
}
