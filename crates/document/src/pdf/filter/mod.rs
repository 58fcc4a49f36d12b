//! Stream filters (ISO 32000-1, 7.4) that text can hide behind. Picture codecs are not here: pictures are never inflated.
//!
//! Each decoder appends to a buffer, stops at a limit and keeps what it got from damaged data.

mod ascii;
mod flate;
mod lzw;
mod predictor;

pub(super) use flate::Inflater;

use super::value::Value;

/// More filters on one stream than any producer writes.
const MAX_CHAIN: usize = 8;

/// Appends the decoded data of a stream to `out`, at most `limit` bytes. `None` where a filter is not one for text.
pub(super) fn decode<'f>(dictionary: Value<'f>, data: &[u8], inflater: &mut Inflater, limit: usize, out: &mut Vec<u8>) -> Option<()> {
    let [filter, short_filter, parameters, short_parameters] = dictionary.get_each([b"Filter", b"F", b"DecodeParms", b"DP"]);
    let either = |one: Option<Value<'f>>, other: Option<Value<'f>>| one.and_then(Value::present).or_else(|| other.and_then(Value::present));
    let filter = either(filter, short_filter);
    let Some(filter) = filter.filter(|filter| filter.name().is_some() || filter.is_array()) else {
        out.extend_from_slice(data.get(..limit).unwrap_or(data));
        return Some(());
    };
    let parameters = either(parameters, short_parameters);
    if let Some(name) = filter.name() {
        let parameters = parameters.map(|value| if value.is_array() { value.elements().next().unwrap_or(value) } else { value });
        return apply(name, parameters, data, inflater, limit, out);
    }
    decode_chain(filter, parameters, data, inflater, limit, out)
}

fn decode_chain(
    filters: Value<'_>,
    parameters: Option<Value<'_>>,
    data: &[u8],
    inflater: &mut Inflater,
    limit: usize,
    out: &mut Vec<u8>,
) -> Option<()> {
    let mut input: Option<Vec<u8>> = None;
    for (index, filter) in filters.elements().enumerate() {
        if index == MAX_CHAIN {
            return None;
        }
        let own = parameters.and_then(|value| if value.is_array() { value.elements().nth(index) } else { Some(value) });
        let mut output = Vec::new();
        apply(filter.name()?, own, input.as_deref().unwrap_or(data), inflater, limit, &mut output)?;
        input = Some(output);
    }
    out.extend_from_slice(input.as_deref().unwrap_or(data));
    Some(())
}

fn apply(name: &[u8], parameters: Option<Value<'_>>, data: &[u8], inflater: &mut Inflater, limit: usize, out: &mut Vec<u8>) -> Option<()> {
    let start = out.len();
    match name {
        b"FlateDecode" | b"Fl" => inflater.inflate(data, limit, out),
        b"LZWDecode" | b"LZW" => {
            let early = parameters.and_then(|value| value.get(b"EarlyChange")).and_then(Value::integer) != Some(0);
            lzw::decode(data, early, limit, out);
        }
        b"ASCIIHexDecode" | b"AHx" => ascii::hexadecimal(data, limit, out),
        b"ASCII85Decode" | b"A85" => ascii::base85(data, limit, out),
        b"RunLengthDecode" | b"RL" => ascii::run_lengths(data, limit, out),
        b"Crypt" => out.extend_from_slice(data.get(..limit).unwrap_or(data)),
        _ => return None,
    }
    if let Some(predictor) = parameters.and_then(predictor::Predictor::from_parameters) {
        predictor.undo(start, out);
    }
    Some(())
}
