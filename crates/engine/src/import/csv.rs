//! Comma-separated values: RFC 4180, and what programs make of it.

use std::io::BufRead;

/// Longest record; a longer one ends the reading.
const LONGEST: usize = 4 << 20;
/// Most cells of a record.
const MOST_CELLS: usize = 4096;

/// Reads records one by one.
pub(super) struct Reader<R> {
    input: R,
    separator: u8,
    /// Lines read so far.
    lines: usize,
}

/// A record and the line it began on, counted from 1.
#[derive(Debug, PartialEq)]
pub(super) struct Cells {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl<R: BufRead> Reader<R> {
    /// Begins to read; the header tells which of comma, semicolon, tab and bar separates.
    pub(super) fn new(mut input: R) -> Result<(Self, Cells), String> {
        let mut first = Vec::new();
        let mut lines = 0;
        read_record(&mut input, &mut first, &mut lines)?;
        let text = String::from_utf8_lossy(&first);
        let text = text.trim_start_matches('\u{feff}');
        // A comma stands in texts too; where another mark is as frequent, that one separates.
        let separator = [b',', b';', b'\t', b'|'].into_iter().max_by_key(|&mark| (count(text, mark), mark != b',')).unwrap_or(b',');
        let header = Cells { line: 1, cells: split(text, separator)? };
        if header.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Err("the file begins with no header".to_owned());
        }
        Ok((Self { input, separator, lines }, header))
    }

    /// The next record that is not blank; `None` at the end.
    pub(super) fn next(&mut self) -> Option<(usize, Result<Cells, String>)> {
        loop {
            let (line, mut record) = (self.lines + 1, Vec::new());
            match read_record(&mut self.input, &mut record, &mut self.lines) {
                Ok(false) => return None,
                Ok(true) if record.iter().all(u8::is_ascii_whitespace) => {}
                Ok(true) => {
                    let cells = String::from_utf8(record).map_err(|_| "the row is not in UTF-8".to_owned());
                    let cells = cells.and_then(|text| split(&text, self.separator));
                    return Some((line, cells.map(|cells| Cells { line, cells })));
                }
                Err(reason) => return Some((line, Err(reason))),
            }
        }
    }
}

/// Reads to the end of a record: a line end outside of quotation marks. Whether there was anything.
fn read_record(input: &mut impl BufRead, record: &mut Vec<u8>, lines: &mut usize) -> Result<bool, String> {
    let mut quotes = 0;
    loop {
        let from = record.len();
        let read = input.read_until(b'\n', record).map_err(|error| error.to_string())?;
        if read == 0 {
            return if quotes % 2 == 0 { Ok(!record.is_empty()) } else { Err("a quotation mark is not closed".to_owned()) };
        }
        *lines += 1;
        quotes += record[from..].iter().filter(|&&byte| byte == b'"').count();
        if record.len() > LONGEST {
            return Err(format!("the row has more than {LONGEST} bytes"));
        }
        if quotes % 2 == 0 {
            return Ok(true);
        }
    }
}

/// Separators outside of quotation marks.
fn count(text: &str, separator: u8) -> usize {
    let mut quoted = false;
    let outside = |byte: &u8| {
        quoted ^= *byte == b'"';
        !quoted && *byte == separator
    };
    text.as_bytes().iter().copied().filter(outside).count()
}

fn split(text: &str, separator: u8) -> Result<Vec<String>, String> {
    let mut cells = vec![String::new()];
    let (mut quoted, mut symbols) = (false, text.trim_end_matches(['\r', '\n']).chars().peekable());
    while let Some(symbol) = symbols.next() {
        let Some(cell) = cells.last_mut() else { break };
        match symbol {
            '"' if quoted && symbols.peek() == Some(&'"') => {
                symbols.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => {
                quoted = !quoted;
                if quoted {
                    cell.clear();
                }
            }
            symbol if !quoted && symbol == char::from(separator) => cells.push(String::new()),
            symbol => cell.push(symbol),
        }
        if cells.len() > MOST_CELLS {
            return Err(format!("the row has more than {MOST_CELLS} cells"));
        }
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let (mut reader, header) = Reader::new(text.as_bytes()).expect("a header");
        let mut rows = vec![header.cells];
        while let Some((_, row)) = reader.next() {
            rows.push(row.expect("a row").cells);
        }
        rows
    }

    #[test]
    fn quoted_cells_keep_separators_quotes_and_line_ends() {
        let rows = all("\u{feff}id,name\r\n1,\"Example, Jane\"\r\n\r\n2,\"J. \"\"JJ\"\"\nExample\"\n3, \"x\"\n");
        assert_eq!(rows, [vec!["id", "name"], vec!["1", "Example, Jane"], vec!["2", "J. \"JJ\"\nExample"], vec!["3", "x"]]);
    }

    #[test]
    fn the_header_tells_the_separator() {
        assert_eq!(all("id;name, given\n1;Jane")[1], ["1", "Jane"]);
        assert_eq!(all("id\tname\n1\tJane, Example")[1], ["1", "Jane, Example"]);
    }

    #[test]
    fn crooked_rows_are_told_and_lines_counted() {
        let (mut reader, _) = Reader::new(&b"id,name\n1,\"a\nb\"\n2,\xff\n3,\"open"[..]).expect("a header");
        let told: Vec<_> = std::iter::from_fn(|| reader.next()).map(|(line, row)| (line, row.is_ok())).collect();
        assert_eq!(told, [(2, true), (4, false), (5, false)]);
        assert!(Reader::new(&b""[..]).is_err());
    }
}
