//! The example of a sync service in the folder `examples` does what it says.

#[expect(dead_code, reason = "the program's entrance is not used here")]
#[path = "../../../../examples/feed.rs"]
mod feed;

use vitae_engine::{Engine, Query};

#[test]
fn a_service_of_ones_own_takes_over_what_is_new_and_fits_on_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let (resume, feed) = (folder.path().join("cv.txt"), folder.path().join("feed.jsonl"));
    std::fs::write(&resume, "Jane Example\njane@example.com\n\nWork Experience\nSenior Engineer\nAcme Ltd, Berlin\n2019 - 2021\n")
        .expect("writes");
    let line = |id: &str, name: &str| {
        serde_json::json!({"id": id, "profile": {"basics": {"name": name}}, "resume": resume.to_str().expect("UTF-8")}).to_string() + "\n"
    };
    let engine = Engine::open(folder.path().join("home")).expect("opens");
    std::fs::write(&feed, line("1", "Jane Example")).expect("writes");
    let pass = || feed::pass(&engine, feed.to_str().expect("UTF-8")).expect("takes over");
    assert_eq!((pass(), pass()), (1, 1));
    std::fs::write(&feed, line("1", "Jane Example") + &line("2", "Ada Sample")).expect("writes");
    assert_eq!(pass(), 2);
    assert_eq!(engine.cursor("feed", "candidates").expect("reads").as_deref(), Some("2"));
    assert!(engine.search(&Query::new("acme")).expect("searches").total > 0);
    let lines = include_str!("../../../../examples/feed.rs").lines().count();
    assert!(lines < 40, "{lines} lines");
}
