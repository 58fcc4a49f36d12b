//! One PDF file: its objects by number, its streams decoded within limits, its strings and streams deciphered.

use std::cell::{Cell, OnceCell, RefCell};

use memchr::memmem;

use super::crypt::Cipher;
use super::filter::{self, Inflater};
use super::lexer;
use super::objects::ObjectModel;
use super::value::Value;
use crate::Fault;
use crate::reading::Bounds;

/// A file: its object model and what it takes to read streams.
pub(super) struct File<'a> {
    model: &'a dyn ObjectModel,
    pub(super) bounds: Bounds<'a>,
    inflater: RefCell<Inflater>,
    inflated: Cell<usize>,
    hit_limit: Cell<bool>,
    cipher: OnceCell<Cipher>,
}

impl<'a> File<'a> {
    /// A file with the objects of `model`.
    pub(super) fn new(model: &'a dyn ObjectModel, bounds: Bounds<'a>, inflater: Inflater) -> Self {
        Self {
            model,
            bounds,
            inflater: RefCell::new(inflater),
            inflated: Cell::new(0),
            hit_limit: Cell::new(false),
            cipher: OnceCell::new(),
        }
    }

    /// Finds the cipher of an encrypted file; from now on strings and streams are deciphered.
    pub(super) fn unlock(&'a self) -> Result<(), Fault> {
        let Some(dictionary) = self.trailer(b"Encrypt").filter(|dictionary| dictionary.is_dictionary()) else { return Ok(()) };
        let cipher = Cipher::open(self, dictionary)?;
        self.cipher.get_or_init(|| cipher);
        Ok(())
    }

    /// What strings and streams are enciphered with.
    pub(super) fn cipher(&self) -> Option<&Cipher> {
        self.cipher.get()
    }

    /// Gives the inflater back for the next file.
    pub(super) fn into_inflater(self) -> Inflater {
        self.inflater.into_inner()
    }

    /// Whether a stream was cut at a limit.
    pub(super) fn hit_limit(&self) -> bool {
        self.hit_limit.get()
    }

    /// Looks for the file's objects, whatever it says of them. `false` where that was done before.
    pub(super) fn rebuild(&self) -> bool {
        self.model.rebuild()
    }

    /// Whether the objects had to be looked for.
    pub(super) fn is_rebuilt(&self) -> bool {
        self.model.is_rebuilt()
    }

    /// The object numbered `id`.
    pub(super) fn object(&'a self, id: u32) -> Option<Value<'a>> {
        self.model.find(self, id).map(|found| Value::found(self, found, id))
    }

    /// The entry `key` of the newest trailer that has it.
    pub(super) fn trailer(&'a self, key: &[u8]) -> Option<Value<'a>> {
        let mut trailers = (0..).map_while(|index| self.model.trailer(self, index));
        trailers.find_map(|trailer| Value::new(self, trailer, 0).get(key))
    }

    /// A direct object that the file lacks, made of `raw`.
    pub(super) fn made(&'a self, raw: &'static [u8]) -> Value<'a> {
        Value::new(self, raw, 0)
    }

    /// Page objects that a scan came across, in the file's order; empty where the written table was good enough.
    pub(super) fn scanned_pages(&'a self) -> impl Iterator<Item = Value<'a>> {
        self.model.pages(self).iter().filter_map(|id| self.object(*id))
    }

    /// The document catalogue.
    pub(super) fn root(&'a self) -> Option<Value<'a>> {
        let named = self.trailer(b"Root").filter(|root| root.is_dictionary());
        named.or_else(|| self.object(self.model.catalogue(self)?).filter(|root| root.is_dictionary()))
    }

    /// Appends a stream's decoded data to `out`. `None` where it is no stream, or one of a kind that holds no text.
    pub(super) fn decode(&self, stream: Value<'_>, out: &mut Vec<u8>) -> Option<()> {
        let limits = self.bounds.limits;
        let limit = limits.stream_bytes.min(limits.inflated_bytes.saturating_sub(self.inflated.get()));
        let length = self.decode_up_to(stream, limit, out)?;
        if length >= limit {
            self.hit_limit.set(true);
        }
        Some(())
    }

    /// Appends the first `limit` bytes of a stream's decoded data.
    pub(super) fn decode_head(&self, stream: Value<'_>, limit: usize, out: &mut Vec<u8>) -> Option<()> {
        self.decode_up_to(stream, limit, out).map(|_| ())
    }

    fn decode_up_to(&self, stream: Value<'_>, limit: usize, out: &mut Vec<u8>) -> Option<usize> {
        let data = self.data_of(stream)?;
        let before = out.len();
        let deciphered = self.deciphered(stream, data);
        let data = deciphered.as_deref().unwrap_or(data);
        let mut inflater = self.inflater.take();
        let result = filter::decode(stream, data, &mut inflater, limit, out);
        self.inflater.replace(inflater);
        let length = out.len() - before;
        self.inflated.set(self.inflated.get() + length);
        result.map(|()| length)
    }

    /// A stream's data in the clear; `None` where it is so already.
    fn deciphered(&self, stream: Value<'_>, data: &[u8]) -> Option<Vec<u8>> {
        let (id @ 1.., generation) = stream.owner() else { return None };
        let cipher = self.cipher()?;
        let is_exempt = stream.get_direct(b"Type").and_then(Value::name) == Some(b"XRef");
        if is_exempt { None } else { cipher.decipher_stream(data, id, generation) }
    }

    /// A stream's data as stored.
    fn data_of<'s>(&self, stream: Value<'s>) -> Option<&'s [u8]> {
        if !stream.is_dictionary() {
            return None;
        }
        let raw = stream.raw();
        let at = lexer::skip_space(raw, lexer::skip_object(raw, 0));
        let rest = raw.get(at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r")).unwrap_or(rest);
        let length = stream.get(b"Length").and_then(Value::integer).and_then(|length| usize::try_from(length).ok());
        if let Some(length) = length {
            let behind = lexer::skip_space(rest, length);
            if rest.get(behind..).is_some_and(|rest| rest.starts_with(b"endstream")) {
                return rest.get(..length);
            }
        }
        // No length, or a wrong one: the keyword tells.
        let end = memmem::find(rest, b"endstream").or_else(|| memmem::find(rest, b"endobj")).unwrap_or(rest.len());
        Some(rest.get(..end).unwrap_or(rest))
    }
}
