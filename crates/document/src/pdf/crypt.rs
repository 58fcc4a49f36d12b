//! Files encrypted with an empty user password (ISO 32000-2, 7.6): RC4, AES-128 and AES-256.

use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, array::typenum::U16};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};
use vitae_model::Outcome;

use super::file::File;
use super::value::Value;
use crate::Fault;

/// What a password is padded with before it is hashed (7.6.4.3.2).
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68,
    0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

/// How data is enciphered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// Deciphers the strings and streams of one file.
pub(super) struct Cipher {
    key: Vec<u8>,
    streams: Method,
    strings: Method,
}

// Keys are nobody's business.
impl std::fmt::Debug for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cipher").field("streams", &self.streams).field("strings", &self.strings).finish_non_exhaustive()
    }
}

impl Cipher {
    /// The cipher that an encryption dictionary describes, opened with the empty password.
    pub(super) fn open<'f>(file: &'f File<'f>, dictionary: Value<'f>) -> Result<Self, Fault> {
        let unknown = || {
            Fault::new(Outcome::Encrypted, "the PDF is encrypted in a way this program does not know; ask for a copy without protection")
        };
        if dictionary.get(b"Filter").and_then(Value::name) != Some(b"Standard") {
            return Err(unknown());
        }
        let number = |key: &[u8]| dictionary.get(key).and_then(Value::integer);
        let (version, revision) = (number(b"V").unwrap_or(0), number(b"R").unwrap_or(2));
        let method_of = |key: &[u8]| if version < 4 { Some(Method::Rc4) } else { method(dictionary, key) };
        let (Some(streams), Some(strings)) = (method_of(b"StmF"), method_of(b"StrF")) else { return Err(unknown()) };
        let key = if version >= 5 { key_of_256_bits(dictionary, revision) } else { short_key(file, dictionary, version, revision) };
        let locked = || Fault::new(Outcome::Encrypted, "the PDF is protected by a password; ask for a copy without one");
        Ok(Self { key: key.ok_or_else(locked)?, streams, strings })
    }

    /// Deciphers a string of the object with this number and generation, in place.
    pub(super) fn decipher_string(&self, data: &mut Vec<u8>, id: u32, generation: u16) {
        self.decipher(self.strings, data, id, generation);
    }

    /// Deciphers a stream's data; `None` where it is not enciphered.
    pub(super) fn decipher_stream(&self, data: &[u8], id: u32, generation: u16) -> Option<Vec<u8>> {
        (self.streams != Method::None).then(|| {
            let mut out = data.to_vec();
            self.decipher(self.streams, &mut out, id, generation);
            out
        })
    }

    fn decipher(&self, method: Method, data: &mut Vec<u8>, id: u32, generation: u16) {
        match method {
            Method::None => {}
            Method::Rc4 => rc4(&self.object_key(id, generation, false), data),
            Method::Aes128 => {
                if let Ok(key) = <[u8; 16]>::try_from(self.object_key(id, generation, true)) {
                    decipher_cbc(data, |iv| cbc::Decryptor::<aes::Aes128>::new(&Array::from(key), iv));
                }
            }
            Method::Aes256 => {
                if let Ok(key) = <[u8; 32]>::try_from(self.key.as_slice()) {
                    decipher_cbc(data, |iv| cbc::Decryptor::<aes::Aes256>::new(&Array::from(key), iv));
                }
            }
        }
    }

    /// The key of one object (7.6.3.2): 16 bytes for AES, at most that for RC4.
    fn object_key(&self, id: u32, generation: u16, is_aes: bool) -> Vec<u8> {
        let mut hash = Md5::new();
        hash.update(&self.key);
        hash.update(&id.to_le_bytes()[..3]);
        hash.update(generation.to_le_bytes());
        if is_aes {
            hash.update(b"sAlT");
        }
        let mut key = hash.finalize().to_vec();
        key.truncate((self.key.len() + 5).min(16));
        key
    }
}

/// The method of the crypt filter that `key` names.
fn method(dictionary: Value<'_>, key: &[u8]) -> Option<Method> {
    let name = dictionary.get(key).and_then(Value::name).unwrap_or(b"Identity");
    if name == b"Identity" {
        return Some(Method::None);
    }
    match dictionary.get(b"CF")?.get(name)?.get(b"CFM")?.name()? {
        b"None" => Some(Method::None),
        b"V2" => Some(Method::Rc4),
        b"AESV2" => Some(Method::Aes128),
        b"AESV3" => Some(Method::Aes256),
        _ => None,
    }
}

/// Algorithm 2 with the empty password, checked by algorithm 6; `None` where a password is needed.
fn short_key<'f>(file: &'f File<'f>, dictionary: Value<'f>, version: i64, revision: i64) -> Option<Vec<u8>> {
    let string = |key: &[u8]| dictionary.get(key).and_then(Value::string);
    let (owner, user) = (string(b"O")?, string(b"U")?);
    let permissions = dictionary.get(b"P").and_then(Value::integer)? as u32;
    let identifier = file.trailer(b"ID").and_then(|id| id.elements().next()).and_then(Value::string).unwrap_or_default();
    let bits = dictionary.get(b"Length").and_then(Value::integer).unwrap_or(40).clamp(40, 128);
    let length = match version {
        1 => 5,
        4 => 16,
        _ => usize::try_from(bits / 8).unwrap_or(5),
    };
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(owner.get(..32)?);
    hash.update(permissions.to_le_bytes());
    hash.update(&identifier);
    let hides_metadata = dictionary.get_direct(b"EncryptMetadata").is_none_or(|value| !value.raw().starts_with(b"false"));
    if revision >= 4 && !hides_metadata {
        hash.update([0xFF; 4]);
    }
    let mut key = hash.finalize().to_vec();
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(&key[..length]).to_vec();
        }
    }
    key.truncate(length);
    opens(&key, &user, &identifier, revision).then_some(key)
}

/// Whether `key` is the right one: it makes the user entry out of what everybody knows.
fn opens(key: &[u8], user: &[u8], identifier: &[u8], revision: i64) -> bool {
    if revision < 3 {
        let mut made = PADDING.to_vec();
        rc4(key, &mut made);
        return user.starts_with(&made);
    }
    let mut made = Md5::new().chain_update(PADDING).chain_update(identifier).finalize().to_vec();
    for round in 0..20_u8 {
        let turned: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        rc4(&turned, &mut made);
    }
    user.starts_with(&made)
}

/// Algorithm 2.A with the empty password; `None` where a password is needed.
fn key_of_256_bits(dictionary: Value<'_>, revision: i64) -> Option<Vec<u8>> {
    let string = |key: &[u8]| dictionary.get(key).and_then(Value::string);
    let (user, wrapped) = (string(b"U")?, string(b"UE")?);
    let hash = |salt: &[u8]| if revision >= 6 { slow_hash(salt) } else { Sha256::digest(salt).into() };
    let key: [u8; 32] = hash(user.get(40..48)?);
    let mut file_key = wrapped.get(..32)?.to_vec();
    let mut unwrap = cbc::Decryptor::<aes::Aes256>::new(&Array::from(key), &Array::from([0; 16]));
    unwrap.decrypt_blocks(blocks(&mut file_key));
    // The permissions prove the key at a fraction of what hashing once more costs.
    let is_right =
        string(b"Perms").is_some_and(|permissions| proves(&file_key, &permissions)) || hash(user.get(32..40)?) == *user.get(..32)?;
    is_right.then_some(file_key)
}

/// Whether the enciphered permissions come out with their mark (algorithm 13).
fn proves(file_key: &[u8], permissions: &[u8]) -> bool {
    let Ok(key) = <[u8; 32]>::try_from(file_key) else { return false };
    let mut plain = permissions.to_vec();
    cbc::Decryptor::<aes::Aes256>::new(&Array::from(key), &Array::from([0; 16])).decrypt_blocks(blocks(&mut plain));
    plain.get(9..12) == Some(b"adb")
}

/// Algorithm 2.B for an empty password: made slow on purpose.
fn slow_hash(salt: &[u8]) -> [u8; 32] {
    let mut hash: Vec<u8> = Sha256::digest(salt).to_vec();
    let mut data = Vec::with_capacity(64 * 64);
    for round in 0.. {
        data.clear();
        for _ in 0..64 {
            data.extend_from_slice(&hash);
        }
        let (Ok(key), Ok(iv)) = (<[u8; 16]>::try_from(&hash[..16]), <[u8; 16]>::try_from(&hash[16..32])) else { break };
        cbc::Encryptor::<aes::Aes128>::new(&Array::from(key), &Array::from(iv)).encrypt_blocks(blocks(&mut data));
        let remainder = data[..16].iter().map(|byte| u32::from(*byte)).sum::<u32>() % 3;
        hash = match remainder {
            0 => Sha256::digest(&data).to_vec(),
            1 => Sha384::digest(&data).to_vec(),
            _ => Sha512::digest(&data).to_vec(),
        };
        let last = i32::from(data.last().copied().unwrap_or(0));
        if round >= 63 && last <= round - 31 {
            break;
        }
    }
    let mut first = [0; 32];
    first.copy_from_slice(&hash[..32]);
    first
}

/// `data` as blocks of 16 bytes; what is left over stays untouched.
fn blocks(data: &mut [u8]) -> &mut [Array<u8, U16>] {
    Array::slice_as_chunks_mut(data).0
}

/// Deciphers data that starts with its initialisation vector and ends with padding.
fn decipher_cbc<D: BlockModeDecrypt<BlockSize = U16>>(data: &mut Vec<u8>, decryptor: impl FnOnce(&Array<u8, U16>) -> D) {
    let Some(iv) = data.first_chunk::<16>().copied() else {
        data.clear();
        return;
    };
    data.drain(..16);
    decryptor(&Array::from(iv)).decrypt_blocks(blocks(data));
    let padding = data.last().copied().map_or(0, usize::from);
    if (1..=16).contains(&padding) && padding <= data.len() && data.len().is_multiple_of(16) {
        data.truncate(data.len() - padding);
    }
}

/// RC4, in place.
fn rc4(key: &[u8], data: &mut [u8]) {
    if key.is_empty() {
        return;
    }
    let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
    let mut other = 0_u8;
    for at in 0..256 {
        other = other.wrapping_add(state[at]).wrapping_add(key[at % key.len()]);
        state.swap(at, usize::from(other));
    }
    let (mut at, mut other) = (0_u8, 0_u8);
    for byte in data {
        at = at.wrapping_add(1);
        other = other.wrapping_add(state[usize::from(at)]);
        state.swap(usize::from(at), usize::from(other));
        let sum = state[usize::from(at)].wrapping_add(state[usize::from(other)]);
        *byte ^= state[usize::from(sum)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_agrees_with_the_known_vector() {
        let mut data = b"Plaintext".to_vec();
        rc4(b"Key", &mut data);
        assert_eq!(data, [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]);
    }
}
