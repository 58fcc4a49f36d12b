//! Real requests over a real socket.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use vitae_engine::{Engine, Known, NamedBytes};
use vitae_web::{ServeError, Server, Settings, Token};

struct Running {
    addr: std::net::SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    done: tokio::task::JoinHandle<Result<(), ServeError>>,
    home: tempfile::TempDir,
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.addr.set_port(0);
    settings
}

async fn start(settings: Settings) -> Running {
    let home = tempfile::tempdir().expect("a folder");
    let engine = Arc::new(Engine::open(home.path()).expect("an engine"));
    start_with(engine, settings, home).await
}

async fn start_with(engine: Arc<Engine>, settings: Settings, home: tempfile::TempDir) -> Running {
    let server = Server::bind(engine, settings).await.expect("a free port");
    let addr = server.addr();
    let (stop, stopped) = oneshot::channel::<()>();
    let done = tokio::spawn(server.run(async {
        let _ = stopped.await;
    }));
    Running { addr, stop: Some(stop), done, home }
}

impl Running {
    async fn send(&self, head: &str) -> (u16, String, Value) {
        let mut stream = TcpStream::connect(self.addr).await.expect("it listens");
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("answered");
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_lowercase(), serde_json::from_str(body).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> (u16, String, Value) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.addr)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_search_answer_json() {
    let server = start(settings()).await;
    let (status, head, body) = server.get("/health").await;
    assert_eq!((status, &body["status"]), (200, &Value::from("ok")));
    assert!(head.contains("nosniff") && head.contains("no-store"), "{head}");
    let (status, _, body) = server.get("/api/search?q=rust&facet=city&filter=country:DE&limit=5").await;
    assert_eq!(status, 200, "{body}");
    assert_eq!((&body["total"], &body["hits"]), (&Value::from(0), &Value::Array(Vec::new())));
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_documents_and_the_rest_are_served() {
    let home = tempfile::tempdir().expect("a folder");
    let engine = Arc::new(Engine::open(home.path()).expect("an engine"));
    let text = "Jane Example\njane@example.com\n\nWork Experience\nSenior Engineer\nAcme Ltd, Berlin\n2019 - 2021\n\nSkills\nRust, SQL\n";
    let enriched = engine.enrich(NamedBytes { name: "jane.txt", bytes: text.as_bytes() }, &Known::default()).expect("enriched");
    let person = enriched.person.expect("a person");
    let sha256 = enriched.extraction.sha256;
    let server = start_with(engine, settings(), home).await;
    let (status, _, body) = server.get("/api/search?q=rust&explain=true").await;
    assert_eq!((status, &body["hits"][0]["person"]), (200, &Value::from(person.as_str())), "{body}");
    assert_eq!(body["hits"][0]["explanation"][0]["text"], "rust");
    let described = server.get("/openapi.json").await.2;
    let known = described["components"]["schemas"]["Hit"]["properties"].as_object().expect("a schema");
    for key in body["hits"][0].as_object().expect("a hit").keys() {
        assert!(known.contains_key(key), "the description does not tell of {key}");
    }
    let (status, _, body) = server.get(&format!("/api/persons/{person}")).await;
    assert_eq!((status, &body["id"]), (200, &Value::from(person.as_str())));
    assert_eq!(server.get(&format!("/api/persons/{person}/similar?limit=3")).await.0, 200);
    assert_eq!(server.get("/api/persons/p-nobody").await.0, 404);
    let (status, head, _) = server.get(&format!("/api/documents/{sha256}")).await;
    assert!(status == 200 && head.contains("attachment") && head.contains("octet-stream"), "{head}");
    assert_eq!(server.get("/api/documents/zzz").await.0, 400);
    assert_eq!(server.get(&format!("/api/documents/{}", "0".repeat(64))).await.0, 404);
    assert_eq!(server.get("/api/duplicates?limit=10").await.0, 200);
    assert_eq!(server.get("/api/duplicates?limit=501").await.0, 400);
    let (status, head, _) = server.get("/metrics").await;
    assert!(status == 200 && head.contains("text/plain"), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_json_and_say_what_to_do() {
    let server = start(settings()).await;
    for (path, status, code) in [
        ("/nowhere", 404, "not_found"),
        ("/api/search?q=rust+(go", 400, "invalid_query"),
        ("/api/search?limit=0", 400, "invalid_parameter"),
        ("/api/search?limit=1000000", 400, "invalid_parameter"),
        ("/api/search?facet=colour", 400, "invalid_parameter"),
        ("/api/search?filter=city", 400, "invalid_parameter"),
        ("/api/search?sort=up", 400, "invalid_parameter"),
        ("/api/search?page=2", 400, "invalid_parameter"),
    ] {
        let (got, _, body) = server.get(path).await;
        assert_eq!((got, &body["error"]["code"]), (status, &Value::from(code)), "{path}: {body}");
    }
    let (_, _, body) = server.get("/api/search?q=rust+(go").await;
    assert_eq!(body["error"]["position"], 5);
    let (status, head, _) = server.send(&format!("POST /api/search HTTP/1.1\r\nHost: {}\r\nContent-Length: 0", server.addr)).await;
    assert!(status == 405 && head.contains("allow:"), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_cannot_reach_a_local_server_through_a_browser() {
    let server = start(settings()).await;
    let (status, _, _) = server.send("GET /api/search?q=a HTTP/1.1\r\nHost: evil.example.com").await;
    assert_eq!(status, 421);
    let (status, _, _) = server.send("GET /api/search?q=a HTTP/1.1\r\nHost: localhost:7878").await;
    assert_eq!(status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_required_where_one_is_set() {
    let server = start(Settings { token: Token::new("0123456789abcdef"), ..settings() }).await;
    assert_eq!(server.get("/api/search?q=a").await.0, 401);
    assert_eq!(server.get("/health").await.0, 200);
    let with = |token: &str| format!("GET /api/search?q=a HTTP/1.1\r\nHost: crm.example.com\r\nAuthorization: Bearer {token}");
    assert_eq!(server.send(&with("wrong-wrong-wrong")).await.0, 401);
    assert_eq!(server.send(&with("0123456789abcdef")).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_address_needs_a_token_and_a_taken_one_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    let engine = Arc::new(Engine::open(home.path()).expect("an engine"));
    let open = Settings { addr: ([0, 0, 0, 0], 0).into(), ..settings() };
    assert!(matches!(Server::bind(Arc::clone(&engine), open).await, Err(ServeError::Unprotected { .. })));
    let first = Server::bind(Arc::clone(&engine), settings()).await.expect("a free port");
    let second = Server::bind(engine, Settings { addr: first.addr(), ..settings() }).await;
    assert!(matches!(second, Err(ServeError::Bind { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_when_all_turns_are_taken_is_told_to_come_back() {
    let home = tempfile::tempdir().expect("a folder");
    let engine = Arc::new(Engine::open(home.path()).expect("an engine"));
    let settings = Settings { concurrency: 1, patience: Duration::from_millis(1), ..settings() };
    let server = Arc::new(start_with(engine, settings, home).await);
    let (mut answered, mut sent_away) = (0, 0);
    for _ in 0..50 {
        let asking: Vec<_> = (0..40)
            .map(|_| {
                let server = Arc::clone(&server);
                tokio::spawn(async move { server.get("/api/search?q=rust&facet=skill").await })
            })
            .collect();
        for one in asking {
            let (status, head, _) = one.await.expect("no panic");
            answered += usize::from(status == 200);
            sent_away += usize::from(status == 503);
            assert!(status == 200 || status == 503 && head.contains("retry-after: 1"), "{head}");
        }
        if answered > 0 && sent_away > 0 {
            return;
        }
    }
    panic!("{answered} answered, {sent_away} sent away");
}

/// Persons in the files of the index.
#[expect(clippy::disallowed_methods, reason = "the test looks at the files of the index")]
fn indexed(home: &std::path::Path) -> u64 {
    let folders = std::fs::read_dir(home.join("index")).into_iter().flatten().flatten();
    let metas = folders.filter_map(|folder| std::fs::read(folder.path().join("meta.json")).ok());
    let count = |meta: Value| -> u64 {
        let segments = meta["segments"].as_array().into_iter().flatten();
        segments.map(|one| one["max_doc"].as_u64().unwrap_or(0) - one["deletes"]["num_deleted_docs"].as_u64().unwrap_or(0)).sum()
    };
    metas.filter_map(|meta| serde_json::from_slice(&meta).ok()).map(count).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_stored_is_in_the_index_within_a_second() {
    let server = start(settings()).await;
    let home = server.home.path().to_owned();
    // As another process would: an engine of its own, which is never asked and does not index.
    let other = Engine::open(&home).expect("an engine");
    let mut times = Vec::new();
    for number in 1..=5_u64 {
        let text = format!("Jane Example{number}\njane{number}@example.com\n\nSkills\nRust, SQL\n");
        other.enrich(NamedBytes { name: "jane.txt", bytes: text.as_bytes() }, &Known::default()).expect("enriched");
        let stored = std::time::Instant::now();
        while indexed(&home) < number {
            assert!(stored.elapsed() < Duration::from_secs(20), "{number} is not indexed");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        times.push(stored.elapsed());
        if times.iter().any(|time| *time < Duration::from_secs(1)) {
            return;
        }
    }
    // A machine that is busy with other things may be late once, not always.
    panic!("{times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_ends_the_server_even_with_an_idle_connection() {
    let mut server = start(Settings { grace: Duration::from_millis(100), ..settings() }).await;
    let _idle = TcpStream::connect(server.addr).await.expect("it listens");
    assert_eq!(server.get("/health").await.0, 200);
    server.stop.take().expect("once").send(()).expect("it runs");
    let ended = tokio::time::timeout(Duration::from_secs(5), server.done).await.expect("in time").expect("no panic");
    assert!(ended.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_does_not_finish_its_question_is_closed() {
    let server = start(Settings { silence: Duration::from_millis(200), connections: 1, ..settings() }).await;
    let mut slow = TcpStream::connect(server.addr).await.expect("it listens");
    slow.write_all(b"GET /health HTTP/1.1\r\nHo").await.expect("sent");
    // There is one place only: the next question is answered when the slow one has been closed.
    let (status, _, _) = tokio::time::timeout(Duration::from_secs(10), server.get("/health")).await.expect("in time");
    assert_eq!(status, 200);
    let mut rest = String::new();
    slow.read_to_string(&mut rest).await.expect("closed");
    assert!(!rest.contains("200 OK"), "{rest}");
}
