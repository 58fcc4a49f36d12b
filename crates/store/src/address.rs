//! Where a database server is, and how to be let in.

use std::fmt;
use std::str::FromStr;

use postgres::Config;
use postgres::config::{Host, SslMode};

/// The address of a PostgreSQL database: `postgres://user:password@host:port/database`.
///
/// It may hold a password, so it shows itself without one. `sslmode=require` encrypts connections and checks the server's certificate;
/// without it they are encrypted where the server is on another machine and offers it.
#[derive(Clone)]
pub struct DatabaseUrl {
    text: Box<str>,
    config: Config,
}

/// Why a text is no [`DatabaseUrl`]. Never repeats the text, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDatabaseUrl {
    /// It does not begin as one.
    #[error("a database's address begins with postgres://")]
    Scheme,
    /// It cannot be read.
    #[error("the database's address cannot be read: write postgres://user:password@host:port/database")]
    Form,
}

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err(InvalidDatabaseUrl::Scheme);
        }
        let mut config: Config = text.parse().map_err(|_| InvalidDatabaseUrl::Form)?;
        if config.get_hosts().is_empty() || config.get_dbname().is_none() {
            return Err(InvalidDatabaseUrl::Form);
        }
        if config.get_ssl_mode() == SslMode::Prefer && config.get_hosts().iter().all(is_here) {
            config.ssl_mode(SslMode::Disable);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(std::time::Duration::from_secs(10));
        }
        if config.get_application_name().is_none() {
            config.application_name("vitae");
        }
        Ok(Self { text: text.into(), config })
    }
}

/// Whether what is said to it never leaves the machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

impl PartialEq for DatabaseUrl {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for DatabaseUrl {}

impl DatabaseUrl {
    /// Whether it holds a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        for (index, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}")?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
            }
            if let Some(port) = self.config.get_ports().get(index).or(self.config.get_ports().first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_itself_without_its_password() {
        let url: DatabaseUrl = "postgres://vitae:s3cr3t@db.example.com:5433/crm?options=-csearch_path%3Dhr".parse().expect("reads");
        assert_eq!(url.to_string(), "postgres://vitae@db.example.com:5433/crm");
        assert!(url.has_password() && !format!("{url:?}").contains("s3cr3t"));
    }

    #[test]
    fn what_leaves_the_machine_is_encrypted_where_that_can_be() {
        let mode = |text: &str| text.parse::<DatabaseUrl>().expect("reads").config().get_ssl_mode();
        assert_eq!(mode("postgres://db.example.com/crm"), SslMode::Prefer);
        assert_eq!(mode("postgres://127.0.0.1/crm"), SslMode::Disable);
        assert_eq!(mode("postgres://localhost/crm?sslmode=require"), SslMode::Require);
        assert_eq!(mode("postgres://db.example.com/crm?sslmode=disable"), SslMode::Disable);
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_repeated() {
        let refused = |text: &str| text.parse::<DatabaseUrl>().expect_err("refused").to_string();
        for text in ["vitae.db", "mysql://s3cr3t@host/db", "postgres://", "postgres://host:s3cr3t/db", "postgres://u:s3cr3t@/db?x=1"] {
            assert!(!refused(text).contains("s3cr3t"), "{}", refused(text));
        }
    }
}
