//! PDF files written as text: what a case shows, and nothing that every file has.

/// The file that `source` describes.
///
/// `source` holds objects as a PDF does, each from a line `N 0 obj` to a line `endobj`, and perhaps one line `trailer << … >>` with entries
/// for the trailer; all other lines are remarks. What is left out is made: the header, the length of every stream, the table, and the
/// objects 1 to 3, a catalogue and one page of 600 by 800 points with the contents 4 and the resources 5.
#[must_use]
pub fn pdf(source: &str) -> Vec<u8> {
    let mut objects: Vec<(u32, String)> = vec![
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned()),
        (3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources 5 0 R >>".to_owned()),
    ];
    let mut trailer = "";
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(entries) = line.strip_prefix("trailer") {
            trailer = entries.trim().trim_start_matches("<<").trim_end_matches(">>");
        }
        let Some(number) = line.strip_suffix(" 0 obj").and_then(|number| number.parse().ok()) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "endobj").collect();
        objects.retain(|(known, _)| *known != number);
        objects.push((number, with_length(&body.join("\n"))));
    }
    objects.sort_unstable();
    assembled(&objects, trailer)
}

/// The object with the length of its stream, unless it says one itself.
fn with_length(object: &str) -> String {
    let Some((dictionary, rest)) = object.split_once("\nstream\n") else { return object.to_owned() };
    let data = rest.strip_suffix("\nendstream").unwrap_or(rest);
    if dictionary.contains("/Length ") {
        return object.to_owned();
    }
    let entries = dictionary.trim_end().strip_suffix(">>").unwrap_or("<<");
    format!("{entries} /Length {} >>\nstream\n{data}\nendstream", data.len())
}

fn assembled(objects: &[(u32, String)], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    let last = objects.last().map_or(0, |(number, _)| *number);
    for number in 1..=last {
        match objects.iter().find(|(known, _)| *known == number) {
            Some((_, body)) => {
                table += &format!("{:010} 00000 n \n", file.len());
                file += &format!("{number} 0 obj\n{body}\nendobj\n");
            }
            None => table += "0000000000 00000 f \n",
        }
    }
    let (start, size) = (file.len(), last + 1);
    file += &format!("xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}
