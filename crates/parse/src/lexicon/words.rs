//! The words of folded texts.

/// The words of a folded text; faster on short words than [`str::split`].
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(folded);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|byte| byte == b' ');
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}
