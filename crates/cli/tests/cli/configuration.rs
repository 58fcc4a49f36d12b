//! `vitae.toml`, the environment, accounts and their keys.

use crate::{folder, vitae, vitae_with};

fn home_with(settings: &str) -> tempfile::TempDir {
    let home = folder();
    std::fs::write(home.path().join("vitae.toml"), settings).expect("can be written");
    home
}

const ACCOUNT: &str = "[[account]]\nname = \"acme\"\ncompany = \"AcmeCorp\"\napi_key = { env = \"ACME_KEY\" }\n";

#[test]
fn flags_come_before_the_environment_before_the_file_before_defaults() {
    let home = home_with("jobs = 2\nregion = \"DE\"\n");
    let ran = vitae_with(home.path(), &["config", "show", "--json"], &[("VITAE_JOBS", "3")]);
    let told = |name: &str| {
        let line = ran.lines().into_iter().find(|line| line["name"] == name).unwrap_or_default();
        (line["value"].as_str().unwrap_or_default().to_owned(), line["from"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(told("jobs"), ("3".to_owned(), "VITAE_JOBS".to_owned()));
    assert_eq!(told("region"), ("DE".to_owned(), "vitae.toml, line 2".to_owned()));
    assert_eq!(told("limits.pages").1, "default");
    assert_eq!(told("home").1, "VITAE_HOME");
    let elsewhere = folder();
    let flag = vitae_with(home.path(), &["config", "show", "--home", crate::text(elsewhere.path())], &[]);
    assert!(flag.stdout.contains("--home") && !flag.stdout.contains("vitae.toml"), "{}", flag.stdout);
}

#[test]
fn an_unknown_key_is_refused_by_every_command_that_reads_the_file() {
    let home = home_with("jobs = 1\n\njbos = 2\n");
    for command in [&["parse", "x"][..], &["enrich", "x"], &["search", "x"], &["sync", "--once"], &["config", "show"], &["show", "x"]] {
        vitae(home.path(), command).failed_with("line 3: unknown key `jbos`; did you mean `jobs`?");
    }
}

#[test]
fn environment_values_are_checked() {
    let home = folder();
    vitae_with(home.path(), &["config", "show"], &[("VITAE_JOBS", "many")]).failed_with("VITAE_JOBS is `many`");
    vitae_with(home.path(), &["config", "show"], &[("VITAE_REGION", "Germany")]).failed_with("VITAE_REGION is `Germany`");
}

#[test]
fn a_missing_key_is_one_sentence_and_a_present_one_is_never_printed() {
    let home = home_with(ACCOUNT);
    vitae(home.path(), &["sync", "--once"]).failed_with("set the environment variable ACME_KEY");
    let key = "DCRA1-0123456789abcdef";
    for command in
        [&["config", "show"][..], &["account", "list"], &["account", "show", "acme"], &["doctor"], &["-vvv", "account", "list", "--json"]]
    {
        let ran = vitae_with(home.path(), command, &[("ACME_KEY", key)]);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(!ran.stdout.contains(key) && !ran.stderr.contains(key), "{command:?} prints the key");
    }
    let doctor = vitae(home.path(), &["doctor"]);
    assert!(doctor.status == 2 && doctor.stdout.contains("ACME_KEY"), "{doctor:?}");
}

#[test]
fn a_key_in_the_file_is_refused_without_being_repeated() {
    let home = home_with(&ACCOUNT.replace("{ env = \"ACME_KEY\" }", "\"DCRA1-0123456789abcdef\""));
    let ran = vitae(home.path(), &["sync", "--once"]);
    ran.failed_with("line 4");
    assert!(!ran.stderr.contains("DCRA1"), "{}", ran.stderr);
}

#[test]
fn unknown_and_missing_accounts_are_told() {
    let home = home_with(ACCOUNT);
    vitae(home.path(), &["sync", "--once", "acmee"]).failed_with("did you mean `acme`?");
    vitae(folder().path(), &["sync", "--once"]).failed_with("no account is set; add an [[account]] table");
    let none = vitae(folder().path(), &["account", "list"]);
    assert_eq!(none.status, 1);
}

#[test]
fn serving_others_needs_a_token_that_cannot_be_guessed() {
    let home = folder();
    vitae(home.path(), &["serve", "--addr", "0.0.0.0:0"]).failed_with("set a token");
    vitae_with(home.path(), &["serve", "--addr", "0.0.0.0:0"], &[("VITAE_TOKEN", "short")]).failed_with("too short");
}

#[test]
fn a_database_on_a_server_is_named_without_its_password() {
    let home = folder();
    let run = |url: &str, command: &[&str]| vitae_with(home.path(), command, &[("VITAE_DATABASE", url)]);
    // Nobody listens on this port.
    let url = "postgres://vitae:s3cr3t@127.0.0.1:1/crm";
    let shown = run(url, &["config", "show"]);
    assert!(shown.stdout.contains("postgres://vitae@127.0.0.1:1/crm") && !shown.stdout.contains("s3cr3t"), "{shown:?}");
    let refused = run(url, &["show", "p-1"]);
    refused.failed_with("cannot open the database postgres://vitae@127.0.0.1:1/crm");
    assert!(!refused.stderr.contains("s3cr3t"), "{refused:?}");
    for wrong in ["postgres://vitae:s3cr3t@/", "mysql://vitae:s3cr3t@h/d"] {
        let refused = run(wrong, &["show", "p-1"]);
        refused.failed_with("VITAE_DATABASE cannot be used");
        assert!(!refused.stderr.contains("s3cr3t"), "{refused:?}");
    }
    std::fs::write(home.path().join("vitae.toml"), "database = 'postgres://vitae:s3cr3t@h/d'\n").expect("can be written");
    let refused = run("", &["show", "p-1"]);
    refused.failed_with("`database` holds a password");
    assert!(!refused.stderr.contains("s3cr3t"), "{refused:?}");
}
