//! Pages: escaped, tied together, complete.

use vitae_document::{Page, Run};
use vitae_model::{Confidence, Format, Profile, Sha256};

use super::*;

const NASTY: &str = "<script>alert('1')</script> & \"Ünï\"";

/// One page with one run that names a person, and what was read of it.
fn read() -> (Extraction, Document) {
    let mut document = Document { pages: vec![Page { width: 200.0, height: 100.0 }], page_count: 1, ..Document::default() };
    let area = BoundingBox { left: 10.0, top: 10.0, right: 90.0, bottom: 20.0 };
    let run = Run { span: document.push_text(NASTY), area, baseline: 18.0, size: 10.0, colour: 0xFF_FF_FF, ..Run::default() };
    document.runs.push(run);
    let mut profile = Profile::default();
    profile.basics.name = Some(NASTY.to_owned());
    profile.basics.label = Some(NASTY.to_owned());
    let evidence = |pointer: &str, confidence| Evidence {
        pointer: pointer.to_owned(),
        page: 1,
        area,
        text: NASTY.to_owned(),
        confidence: Confidence::new(confidence),
    };
    let extraction = Extraction {
        source: "<b>cv</b>.pdf".to_owned(),
        sha256: Sha256::from_bytes([0; 32]),
        format: Format::Pdf,
        pages: 1,
        outcome: Outcome::Parsed,
        error: None,
        profile: Some(profile),
        evidence: vec![evidence("/basics/name", 0.97), evidence("/basics/label", 0.4)],
        notes: vec!["<i>note</i>".to_owned()],
        record: None,
        person: None,
        elapsed_us: 1,
    };
    (extraction, document)
}

#[test]
fn everything_is_escaped_and_nothing_is_loaded() {
    let (extraction, document) = read();
    let page = format!("{}{}{}", View::head("<title>"), View::default().article(&extraction, &document), View::foot());
    for forbidden in ["<script", "<b>", "<i>", "http://", "https://", "src=", "url(", "@import", " on"] {
        let at = page.find(forbidden);
        let allowed = forbidden == " on" && !page.contains(" onload") && !page.contains(" onclick");
        assert!(at.is_none() || allowed, "{forbidden}: {:?}", at.map(|at| page[at..].chars().take(60).collect::<String>()));
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;Ünï&quot;"));
}

#[test]
fn values_read_in_one_box_share_it_and_each_row_leads_there() {
    let (extraction, document) = read();
    let article = View { n_values: 7 }.article(&extraction, &document);
    assert_eq!(article.matches("<rect id=\"b7\" class=\"box person v7 v8\"").count(), 1, "{article}");
    assert!(article.contains("<a id=\"v7\" class=\"row person v7\" href=\"#b7\">"), "{article}");
    assert!(article.contains("<a id=\"v8\" class=\"row title unsure v8\" href=\"#b7\">"), "{article}");
    assert!(article.contains("? 40</span>") && article.contains("97</span>"));
    assert!(article.contains(".v8:is(:hover,:focus,:target)) .v8{--lit:1}"));
}

#[test]
fn a_document_without_pages_is_shown_with_its_reason() {
    let (mut extraction, _) = read();
    extraction.outcome = Outcome::Encrypted;
    extraction.error = Some("a password is needed".to_owned());
    extraction.profile = None;
    let article = View::default().article(&extraction, &Document::default());
    assert!(article.contains("encrypted: a password is needed") && article.contains("Nothing was understood."), "{article}");
}
