//! Encrypted connections to a server whose certificate the system trusts.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use postgres::Socket;
use postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;

/// Encrypts connections, and checks that it is the named server that answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tls;

/// Encrypts one connection to the server of a name.
pub(super) struct Handshake {
    name: String,
}

/// An encrypted connection.
pub(super) struct Encrypted(tokio_rustls::client::TlsStream<Socket>);

/// What every connection shares: the certificates that the system trusts are read once.
fn trust() -> Result<Arc<ClientConfig>, io::Error> {
    static TRUST: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
    let made = TRUST.get_or_init(|| {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let verified = versions.and_then(BuilderVerifierExt::with_platform_verifier).map_err(|error| error.to_string())?;
        Ok(Arc::new(verified.with_no_client_auth()))
    });
    made.clone().map_err(|reason| io::Error::other(format!("encryption cannot be set up: {reason}")))
}

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Encrypted;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Handshake, io::Error> {
        // Asked for whether or not there will be a handshake, so nothing may fail yet.
        Ok(Handshake { name: domain.to_owned() })
    }
}

impl TlsConnect<Socket> for Handshake {
    type Stream = Encrypted;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Encrypted, io::Error>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move {
            let name =
                ServerName::try_from(self.name).map_err(|_| io::Error::other("this server has no name to check a certificate by"))?;
            Ok(Encrypted(TlsConnector::from(trust()?).connect(name, stream).await?))
        })
    }
}

impl TlsStream for Encrypted {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::super::postgres::Server;
    use crate::{StoreError, trial};

    #[test]
    fn connections_are_encrypted_to_the_server_that_was_named_and_to_no_other() {
        let Some((named, misnamed)) = trial::encrypted() else { return };
        let server = Server::open(&named).expect("opens");
        let mut encrypted = 0;
        let asked = server.read(|link| {
            let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
            let mut see = |row: &super::super::Row<'_>| {
                encrypted = row.get::<i64>(0)?;
                Ok(false)
            };
            crate::error::during("ask", || link.query(sql, &[], &mut see))
        });
        asked.map_err(|error: StoreError| error).expect("answers");
        assert_eq!(encrypted, 1);
        let refused = Server::open(&misnamed).expect_err("the certificate is another's").to_string();
        assert!(refused.contains("certificate"), "{refused}");
    }
}
