//! Employers' HTML, made safe to show.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

/// Bytes of one text that are kept.
const MOST_BYTES: usize = 256 * 1024;

/// Elements left open at once. The time a reader of HTML takes grows with the square of it, and no text for people needs many.
const MOST_DEPTH: usize = 500;

/// Elements that structure a job's text and can do nothing else.
const ELEMENTS: [&str; 33] = [
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
];

/// The same for what HTML has two names for.
const MORE_ELEMENTS: [&str; 4] = ["thead", "tfoot", "u", "ul"];

/// Makes HTML safe to show: no scripts, styles, frames, forms or pictures, no attributes but links and spans of cells, links by `http`,
/// `https` or `mailto` only. What is allowed stays as it was; text is never lost, but for what lies beyond 256 KiB. What is nested beyond all
/// reason comes back as plain text.
pub(super) fn clean(html: &str) -> String {
    let end = html.floor_char_boundary(MOST_BYTES);
    if end < html.len() {
        tracing::warn!(bytes = html.len(), kept = end, "the text of a job is too long and is cut");
    }
    let html = &html[..end];
    if depth(html) > MOST_DEPTH {
        return ammonia::clean_text(&without_tags(html));
    }
    let elements: HashSet<&str> = ELEMENTS.into_iter().chain(MORE_ELEMENTS).collect();
    let spans: HashSet<&str> = HashSet::from(["colspan", "rowspan"]);
    let attributes = HashMap::from([("a", HashSet::from(["href"])), ("td", spans.clone()), ("th", spans)]);
    let cleaned = Builder::empty()
        .tags(elements)
        .clean_content_tags(HashSet::from(["script", "style", "title", "template", "iframe", "object", "noscript", "textarea", "select"]))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(html);
    cleaned.to_string().trim().to_owned()
}

/// How many tags are open at once, as far as can be told without understanding them.
fn depth(html: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for pair in html.as_bytes().windows(2) {
        match pair {
            [b'<', b'/'] => open = open.saturating_sub(1),
            [b'<', letter] if letter.is_ascii_alphabetic() => open += 1,
            // An element that ends itself.
            [b'/', b'>'] => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    // Line breaks and the like are never closed.
    most.saturating_sub(html.matches("<br>").count() + html.matches("<hr>").count())
}

/// What stands between the tags.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_stays_and_what_can_act_goes() {
        for (html, cleaned) in [
            (
                "<p>You repair &amp; maintain.</p><ul><li>Overhauls</li></ul>",
                "<p>You repair &amp; maintain.</p><ul><li>Overhauls</li></ul>",
            ),
            ("<p onclick=\"steal()\">a</p><script>alert(1)</script>", "<p>a</p>"),
            ("<a href=\"javascript:alert(1)\">apply</a>", "<a rel=\"noopener noreferrer nofollow\">apply</a>"),
            ("<a href=\"JaVa\tScript:alert(1)\">x</a>", "<a rel=\"noopener noreferrer nofollow\">x</a>"),
            ("<a href=\"data:text/html,x\">x</a>", "<a rel=\"noopener noreferrer nofollow\">x</a>"),
            ("<a href=\"/local\">x</a>", "<a rel=\"noopener noreferrer nofollow\">x</a>"),
            (
                "<a href=\"https://example.com/a?b=c&amp;d\" target=\"_blank\">x</a>",
                "<a href=\"https://example.com/a?b=c&amp;d\" rel=\"noopener noreferrer nofollow\">x</a>",
            ),
            ("<img src=x onerror=alert(1)>text<svg><script>alert(1)</script></svg>", "text"),
            ("<p style=\"background:url(https://x)\" class=\"big\" id=\"a\">a</p>", "<p>a</p>"),
            ("<style>p{}</style><iframe src=\"https://x\">frame</iframe><form><input value=a>b</form>", "b"),
            ("a < b & c <!-- hidden --> d", "a &lt; b &amp; c  d"),
            ("<p>open <b>bold", "<p>open <b>bold</b></p>"),
            ("<font color=red>red</font> text", "red text"),
            ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
            ("  \n ", ""),
        ] {
            assert_eq!(clean(html), cleaned, "{html}");
        }
    }

    #[test]
    fn what_is_clean_stays_as_it_is() {
        let once = clean("<div><h2>Title</h2><table><tr><td colspan=\"2\">a<br>b</td></tr></table>&lt;script&gt; &nbsp; é</div>");
        assert_eq!(clean(&once), once);
        assert!(once.contains("colspan=\"2\"") && once.contains("&lt;script&gt;"), "{once}");
    }

    #[test]
    fn long_and_deep_texts_end() {
        let started = std::time::Instant::now();
        for text in
            ["<div>".repeat(60_000), "<b>".repeat(60_000), "<p>é".repeat(100_000), "<a href=x>".repeat(30_000), "<table>".repeat(30_000)]
        {
            let cleaned = clean(&text);
            assert!(cleaned.len() < 2 * MOST_BYTES && !cleaned.contains("<div>"), "{}", cleaned.len());
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
