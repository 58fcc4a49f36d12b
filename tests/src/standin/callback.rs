//! Somebody who is called back.

use std::io::{Read, Write};

/// A server that answers handshakes and nothing else; its address.
#[must_use]
pub fn shaking() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/hooks/acme", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut asked = [0; 4096];
            let length = stream.read(&mut asked).unwrap_or_default();
            let text = String::from_utf8_lossy(&asked[..length]).to_ascii_lowercase();
            let secret = text.split("x-hook-secret: ").nth(1).and_then(|rest| rest.split("\r\n").next()).unwrap_or_default();
            let answer = format!("HTTP/1.1 200 OK\r\nx-hook-secret: {secret}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            // A client that has gone is none of this server's business.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}
