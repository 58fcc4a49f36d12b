//! The clear text of Type 1 programs: their encoding.

use memchr::memmem;

use super::Program;
use crate::pdf::font::standard::Encoding;
use crate::pdf::lexer;

/// Reads `/Encoding`: the standard one, or `dup CODE /NAME put` for each code.
pub(super) fn read(head: &[u8]) -> Option<Program> {
    let at = memmem::find(head, b"/Encoding")? + b"/Encoding".len();
    let rest = head.get(at..)?;
    let mut program = Program { codes: vec![(0, 0); 256], ..Program::default() };
    let first = lexer::skip_space(rest, 0);
    if rest[first..].starts_with(b"StandardEncoding") {
        for code in 0..=255_u8 {
            let start = program.text.len() as u32;
            program.text.extend(Encoding::Standard.character(code));
            program.codes[usize::from(code)] = (start, program.text.len() as u32);
        }
        return Some(program);
    }
    let end = memmem::find(rest, b"readonly").or_else(|| memmem::find(rest, b"currentdict")).unwrap_or(rest.len());
    for at in memmem::find_iter(&rest[..end], b"dup ") {
        let Some((code, at)) = lexer::integer(rest, lexer::skip_space(rest, at + 4)) else { continue };
        let at = lexer::skip_space(rest, at);
        if rest.get(at) == Some(&b'/')
            && let Some(slot) = usize::try_from(code).ok().filter(|code| *code < 256)
        {
            program.codes[slot] = program.add_name(lexer::name(rest, at).0);
        }
    }
    Some(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_and_standard_encodings() {
        let program = read(
            b"/FontName /X def /Encoding 256 array 0 1 255 {1 index exch /.notdef put} for dup 1 /eacute put dup 65/fi put readonly def",
        )
        .expect("an encoding");
        assert_eq!((program.text_of_code(1), program.text_of_code(65), program.text_of_code(66)), ("é", "ﬁ", ""));
        let program = read(b"/Encoding StandardEncoding def").expect("an encoding");
        assert_eq!(program.text_of_code(0x27), "’");
        assert!(read(b"no encoding").is_none());
    }
}
