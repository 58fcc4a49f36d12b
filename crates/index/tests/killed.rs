//! Killed while it writes, replaces, removes and merges: what was committed is there, and nothing of what was not.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use vitae_index::{Entry, Index, Query};
use vitae_model::{PersonId, Profile};

/// Tells the program that is to be killed where it works.
const FOLDER: &str = "VITAE_TEST_KILLED_FOLDER";
/// Lives of the program.
const LIVES: u64 = 20;
/// Persons that come with each commit.
const GROUP: usize = 20;

fn entry(number: usize, version: usize) -> Entry {
    let json = format!(
        r#"{{"basics": {{"name": "Ada Beispiel{number}", "summary": "Edition v{version} of {number}."}}, "skills": [{{"name": "Rust"}}]}}"#
    );
    let profile: Profile = serde_json::from_str(&json).expect("a profile");
    Entry::new(PersonId::new(format!("p{number:06}")), profile, 1_700_000_000)
}

/// Who is there after so many commits: each adds a group and removes the first of the one before.
fn there(commits: usize) -> BTreeSet<String> {
    let is_gone = |number: usize| number.is_multiple_of(GROUP) && number / GROUP + 1 < commits;
    (0..commits * GROUP).filter(|&number| !is_gone(number)).map(|number| format!("p{number:06}")).collect()
}

/// The program that the test below starts and kills; without a folder to work in it has nothing to do.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test tells its program where to work")]
fn works_until_it_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let index = Index::open(Path::new(&folder)).expect("opens");
    let mut writer = index.writer().expect("nobody else writes");
    let first = commits(&index).expect("whole commits");
    let mut out = std::io::stdout();
    for commit in first.. {
        for number in commit * GROUP..(commit + 1) * GROUP {
            writer.upsert(&entry(number, 1)).expect("written");
            writer.upsert(&entry(number, 2)).expect("replaced");
        }
        if let Some(before) = commit.checked_sub(1) {
            let gone = PersonId::new(format!("p{:06}", before * GROUP));
            writer.delete(&gone).expect("removed");
            if commit % 3 == 0 {
                writer.purge(&[gone]).expect("erased");
            }
        }
        writer.commit().expect("committed");
        writeln!(out, "committed {}", commit + 1).and_then(|()| out.flush()).expect("told");
    }
}

/// How many commits an index holds; `None` where it holds anything else.
fn commits(index: &Index) -> Option<usize> {
    let found = index.identifiers(&Query::new(""), usize::MAX).expect("an answer");
    let found: BTreeSet<String> = found.iter().map(ToString::to_string).collect();
    let commits = found.last().map_or(0, |last| last[1..].parse::<usize>().expect("a number") / GROUP + 1);
    (found == there(commits)).then_some(commits)
}

fn start(folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("the tests are a program"))
        .args(["works_until_it_is_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("starts")
}

#[test]
fn killed_anywhere_an_index_holds_what_was_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut told = 0;
    for life in 0..LIVES {
        let mut child = start(folder.path());
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let committed = |line: String| line.rsplit_once("committed ").and_then(|(_, number)| number.parse::<usize>().ok());
        told = lines.by_ref().map_while(Result::ok).find_map(committed).expect("it commits");
        // From the first commit on, a moment that is another in each life.
        std::thread::sleep(Duration::from_millis(life * 37 % 190));
        child.kill().expect("killed");
        child.wait().expect("ended");
        told = lines.map_while(Result::ok).filter_map(committed).last().unwrap_or(told);
        let index = Index::open(folder.path()).expect("opens");
        let held = commits(&index).expect("whole commits");
        // A commit may have been made and not told any more; one that removes for good commits before it does.
        assert!(held >= told && held <= told + 1, "{held} commits, {told} told");
        let replaced = index.search(&Query::new("v1")).expect("an answer").total;
        let last = index.search(&Query::new("v2 rust")).expect("an answer").total;
        assert_eq!((replaced, last), (0, index.len()), "after {life} lives");
    }
    assert!(told as u64 >= LIVES, "only {told} commits");
}

/// Removes one of two persons and commits.
fn remove_one(folder: &Path) {
    let index = Index::open(folder).expect("opens");
    let mut writer = index.writer().expect("nobody else writes");
    writer.delete(&PersonId::new("p000001".to_owned())).expect("removed");
    writer.commit().expect("committed");
    assert_eq!(index.len(), 1);
    writer.finish().expect("finished");
}

fn names(folder: &Path) -> BTreeSet<std::ffi::OsString> {
    std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test leaves what a killed program would")]
fn what_a_killed_writer_left_is_not_in_the_way_of_the_next() {
    let (folder, copy) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let index = Index::open(folder.path()).expect("opens");
    let mut writer = index.writer().expect("nobody else writes");
    (0..2).for_each(|number| writer.upsert(&entry(number, 1)).expect("written"));
    writer.commit().expect("committed");
    writer.finish().expect("finished");
    let before = names(folder.path());
    for name in &before {
        std::fs::copy(folder.path().join(name), copy.path().join(name)).expect("copied");
    }
    // What the removal will be called is what it is called in the copy.
    remove_one(copy.path());
    let lists: Vec<_> =
        names(copy.path()).into_iter().filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "del")).collect();
    assert_eq!(lists.len(), 1, "{lists:?}");
    std::fs::write(folder.path().join(&lists[0]), b"half of").expect("written");
    remove_one(folder.path());
}
