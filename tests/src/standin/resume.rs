//! Résumés of fictional people, as the two kinds of files that people send most.

use std::io::Cursor;

use docx_rs::{Docx, Paragraph, Run};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

use super::people::Person;

/// One line of a résumé and whether it is a heading.
type Line = (String, bool);

/// A résumé's file name and bytes: Word for even numbers, PDF for odd ones.
#[must_use]
pub(super) fn write(person: &Person, number: usize) -> (String, Vec<u8>) {
    let lines = lines(person);
    let (ending, bytes) = if number.is_multiple_of(2) { ("docx", docx(&lines)) } else { ("pdf", pdf(&lines)) };
    (format!("CV {} {}.{ending}", person.given, person.family), bytes)
}

fn lines(person: &Person) -> Vec<Line> {
    let mut lines = vec![(format!("{} {}", person.given, person.family), true)];
    let mut say = |text: String, heading: bool| lines.push((text, heading));
    say(format!("{}, {}", person.place.0, person.place.2), false);
    say(person.email.clone(), false);
    if let Some(phone) = &person.phone {
        say(phone.clone(), false);
    }
    say("Work Experience".into(), true);
    for post in &person.posts {
        say(format!("{}, {}", post.title, post.employer), false);
        say(format!("{} - {}", post.start, post.end.as_deref().unwrap_or("present")), false);
    }
    say("Education".into(), true);
    let (school, degree, major, start, end) = person.study;
    say(format!("{degree} {major}, {school}"), false);
    say(format!("{start} - {end}"), false);
    say("Skills".into(), true);
    say(person.skills.join(", "), false);
    lines
}

fn docx(lines: &[Line]) -> Vec<u8> {
    let mut document = Docx::new();
    for (text, heading) in lines {
        let run = Run::new().add_text(text).size(if *heading { 32 } else { 22 });
        document = document.add_paragraph(Paragraph::new().add_run(if *heading { run.bold() } else { run }));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).expect("writing to memory does not fail");
    bytes.into_inner()
}

fn pdf(lines: &[Line]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = |name: &str| dictionary! {"Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding"};
    let (plain, bold) = (document.add_object(font("Helvetica")), document.add_object(font("Helvetica-Bold")));
    let resources = document.add_object(dictionary! {"Font" => dictionary! {"F1" => plain, "F2" => bold}});
    let content = document.add_object(Stream::new(dictionary! {}, page(lines)));
    let leaf = document.add_object(dictionary! {"Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()]});
    document.objects.insert(pages, Object::Dictionary(dictionary! {"Type" => "Pages", "Kids" => vec![leaf.into()], "Count" => 1}));
    let catalog = document.add_object(dictionary! {"Type" => "Catalog", "Pages" => pages});
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("writing to memory does not fail");
    bytes
}

fn page(lines: &[Line]) -> Vec<u8> {
    let mut operations = Vec::new();
    let mut y = 780;
    for (text, heading) in lines {
        let (font, size) = if *heading { ("F2", 16) } else { ("F1", 11) };
        operations.extend([
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec![font.into(), size.into()]),
            Operation::new("Td", vec![60.into(), y.into()]),
            Operation::new("Tj", vec![Object::string_literal(win_ansi(text))]),
            Operation::new("ET", vec![]),
        ]);
        y -= if *heading { 24 } else { 16 };
    }
    Content { operations }.encode().expect("operators of plain numbers and strings encode")
}

/// Windows-1252 as far as Latin-1 goes; other letters lose their marks.
fn win_ansi(text: &str) -> Vec<u8> {
    use unicode_normalization::UnicodeNormalization;
    let plain = |symbol: char| symbol.nfd().next().filter(char::is_ascii).map_or(b'?', |base| base as u8);
    text.chars().map(|symbol| u8::try_from(u32::from(symbol)).unwrap_or_else(|_| plain(symbol))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_hold_the_address() {
        for number in [4, 5] {
            let person = Person::new(1, number);
            let (_, bytes) = write(&person, number);
            let reading = vitae_document::read(
                &bytes,
                &vitae_document::Limits::default(),
                vitae_document::Deadline::start(&vitae_document::Limits::default()),
                &mut vitae_document::Scratch::default(),
            );
            assert!(reading.fault.is_some() || reading.document.text.contains(&person.email), "{}", reading.document.text);
        }
    }
}
