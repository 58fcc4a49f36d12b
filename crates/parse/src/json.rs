//! Answers as JSON on one line: byte by byte what `serde_json` prints, in little more than half of its instructions.
//!
//! An answer is hundreds of short keys, short texts and numbers of few decimals. Keys need no look at their letters, texts are looked at and
//! copied sixteen bytes at once, and decimals need not be worked out from a number's bits. What is rare goes to `serde_json`.

mod number;

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Error as _, Impossible};
use serde_json::Error;

/// Prints `value` behind what `out` holds.
///
/// # Errors
/// Where it is a variant with data or a map whose keys are no texts: no answer has one.
pub(crate) fn write(value: &impl Serialize, out: Vec<u8>) -> Result<Vec<u8>, Error> {
    let mut writer = Writer { out };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

struct Writer {
    out: Vec<u8>,
}

/// Bytes of a text that are looked at and copied at once.
const BLOCK: usize = 16;

impl Writer {
    fn text(&mut self, text: &str) -> Result<(), Error> {
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        self.contents(text)?;
        self.out.push(b'"');
        Ok(())
    }

    /// Writes a text without its quotes.
    fn contents(&mut self, text: &str) -> Result<(), Error> {
        let start = self.out.len();
        if self.copy(text.as_bytes()) {
            self.out.truncate(start);
            self.escaped(text)?;
        }
        Ok(())
    }

    /// Copies `bytes` as they are; whether some may not stand in a text like that.
    fn copy(&mut self, bytes: &[u8]) -> bool {
        let mut any_odd = false;
        if let Some(last) = bytes.last_chunk::<BLOCK>() {
            for block in bytes.as_chunks::<BLOCK>().0 {
                any_odd |= has_odd(block);
                self.out.extend_from_slice(block);
            }
            any_odd |= self.overlap(last, bytes.len() % BLOCK);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            self.out.extend_from_slice(first);
            any_odd = has_odd(first) | self.overlap(last, bytes.len() - 8);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            self.out.extend_from_slice(first);
            any_odd = has_odd(first) | self.overlap(last, bytes.len() - 4);
        } else {
            bytes.iter().for_each(|byte| any_odd |= has_odd(&[*byte]));
            self.out.extend_from_slice(bytes);
        }
        any_odd
    }

    /// Writes the last bytes of a text, of which all but `n_new` stand there already; whether some are odd.
    fn overlap<const N: usize>(&mut self, last: &[u8; N], n_new: usize) -> bool {
        let from = (self.out.len() + n_new).saturating_sub(N);
        self.out.truncate(from);
        self.out.extend_from_slice(last);
        has_odd(last)
    }

    /// Writes a text that has odd bytes.
    #[cold]
    fn escaped(&mut self, text: &str) -> Result<(), Error> {
        let start = self.out.len();
        serde_json::to_writer(&mut self.out, text)?;
        // Without its quotes.
        self.out.pop();
        self.out.remove(start);
        Ok(())
    }

    /// Writes what is rare.
    #[cold]
    fn rare(&mut self, value: impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, &value)
    }
}

/// Whether a byte cannot stand in a text of JSON as it is.
fn has_odd<const N: usize>(bytes: &[u8; N]) -> bool {
    bytes.iter().fold(false, |any, byte| any | (*byte < b' ') | (*byte == b'"') | (*byte == b'\\'))
}

/// What a value with parts has written so far.
struct Parts<'w> {
    writer: &'w mut Writer,
    is_first: bool,
    end: u8,
}

impl<'w> Parts<'w> {
    fn begin(writer: &'w mut Writer, start: u8, end: u8) -> Self {
        writer.out.push(start);
        Self { writer, is_first: true, end }
    }

    #[inline]
    fn part(&mut self) -> &mut Writer {
        if !self.is_first {
            self.writer.out.push(b',');
        }
        self.is_first = false;
        self.writer
    }

    /// Writes a key of the source, which has no odd letters.
    #[inline]
    fn key(&mut self, key: &'static str) -> &mut Writer {
        let writer = self.part();
        writer.out.push(b'"');
        writer.out.extend_from_slice(key.as_bytes());
        writer.out.extend_from_slice(b"\":");
        writer
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.part())
    }

    fn end(self) -> Result<(), Error> {
        self.writer.out.push(self.end);
        Ok(())
    }
}

impl ser::SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Error> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Error> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Error> {
        let writer = self.part();
        let start = writer.out.len();
        key.serialize(&mut *writer)?;
        if writer.out.get(start) == Some(&b'"') { Ok(()) } else { Err(Error::custom("a key is no text")) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.out.push(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self.key(key))
    }

    fn end(self) -> Result<(), Error> {
        ser::SerializeSeq::end(self)
    }
}

/// Writes what is shown piece by piece into a text.
struct Shown<'w>(&'w mut Writer);

impl fmt::Write for Shown<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.contents(text).map_err(|_| fmt::Error)
    }
}

/// What no answer has.
fn variant_with_data() -> Error {
    Error::custom("a variant has data")
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'w>;
    type SerializeTuple = Parts<'w>;
    type SerializeTupleStruct = Parts<'w>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Parts<'w>;
    type SerializeStruct = Parts<'w>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.rare(value)
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.rare(value)
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.rare(value)
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.rare(value)
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        if value > 9 {
            return self.rare(value);
        }
        self.out.push(b'0' + value as u8);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        match number::thousandths(value) {
            Some(thousandths) => number::push_thousandths(thousandths, &mut self.out),
            None => self.rare(value)?,
        }
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.rare(value)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.rare(value)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _name: &'static str, _index: u32, variant: &'static str) -> Result<(), Error> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _name: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<(), Error> {
        Err(variant_with_data())
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Parts<'w>, Error> {
        Ok(Parts::begin(self, b'[', b']'))
    }

    fn serialize_tuple(self, _length: usize) -> Result<Parts<'w>, Error> {
        Ok(Parts::begin(self, b'[', b']'))
    }

    fn serialize_tuple_struct(self, _name: &'static str, _length: usize) -> Result<Parts<'w>, Error> {
        Ok(Parts::begin(self, b'[', b']'))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(variant_with_data())
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Parts<'w>, Error> {
        Ok(Parts::begin(self, b'{', b'}'))
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Parts<'w>, Error> {
        Ok(Parts::begin(self, b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(variant_with_data())
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Result<(), Error> {
        use fmt::Write;
        self.out.push(b'"');
        write!(Shown(self), "{value}").map_err(Error::custom)?;
        self.out.push(b'"');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[track_caller]
    fn check(value: &(impl Serialize + ?Sized)) {
        let written = write(&value, b"before ".to_vec()).expect("it can be written");
        assert_eq!(
            String::from_utf8(written).expect("UTF-8"),
            format!("before {}", serde_json::to_string(value).expect("it can be written"))
        );
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        OneOfTwo,
    }

    #[derive(Serialize)]
    struct Everything<'a> {
        word: Word,
        texts: Vec<&'a str>,
        numbers: (i8, u8, u16, i64, u64, f64),
        few: [f32; 3],
        none: Option<u8>,
        some: Option<bool>,
        letter: char,
        map: BTreeMap<&'a str, Vec<()>>,
        empty: Vec<u8>,
        nothing: BTreeMap<String, u8>,
    }

    #[test]
    fn it_is_what_all_others_write() {
        check(&Everything {
            word: Word::OneOfTwo,
            texts: vec!["", "é", "Jane \"Jo\" Doe"],
            numbers: (-3, 9, 10, i64::MIN, u64::MAX, 0.1),
            few: [56.8, 0.996, -1.5],
            none: None,
            some: Some(true),
            letter: '"',
            map: BTreeMap::from([("a\\b", vec![()]), ("", Vec::new())]),
            empty: Vec::new(),
            nothing: BTreeMap::new(),
        });
        check(&format_args!("2019-{:02}\n{}", 5, "a longer text than a block is"));
    }

    #[test]
    fn texts_of_any_length_are_whole_whatever_they_hold() {
        let letters = "Sales managér – Oakfield Foods Ltd, Leeds (2019)".repeat(2);
        for (end, _) in letters.char_indices() {
            check(&letters[..end]);
            for odd in ['"', '\\', '\n', '\u{1}', '\u{1F}', '\u{7F}'] {
                check(&format!("{odd}{}", &letters[..end]));
                check(&format!("{}{odd}", &letters[..end]));
            }
        }
    }

    #[test]
    fn what_cannot_be_a_key_is_refused() {
        assert!(write(&BTreeMap::from([(1, 2)]), Vec::new()).is_err());
    }
}
