//! The digest of a library's state: the sum of its entries' digests, whatever their order.
//!
//! A sum can be kept up to date by adding what comes and subtracting what goes, so that applying
//! ten changes costs ten hashes and not a hundred thousand; and two libraries that hold the same
//! entries agree whichever way they got them. The server says in its feed what the sum must be.

use serde_json::Value;
use std::fmt;

/// The digest of one entry.
pub type EntryDigest = [u8; 32];

/// The sum of entry digests as 256-bit numbers, modulo 2^256.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateDigest([u8; 32]);

impl StateDigest {
    /// The digest kept as these bytes; none when there are not 32 of them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The digest printed as these 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            // Digit by digit: `from_str_radix` would take a sign for one.
            let [high, low] = [pair.first()?, pair.get(1)?].map(|c| char::from(*c).to_digit(16));
            *byte = u8::try_from(high? * 16 + low?).ok()?;
        }
        Some(Self(bytes))
    }

    /// Its bytes, least significant first.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Takes an entry in.
    pub fn add(&mut self, entry: &EntryDigest) {
        let mut carry = false;
        for (sum, part) in self.0.as_chunks_mut::<8>().0.iter_mut().zip(entry.as_chunks().0) {
            let part = u64::from_le_bytes(*part);
            let (both, over) = u64::from_le_bytes(*sum).overflowing_add(part);
            let (all, again) = both.overflowing_add(u64::from(carry));
            *sum = all.to_le_bytes();
            carry = over || again;
        }
    }

    /// Takes an entry out that was taken in before.
    pub fn subtract(&mut self, entry: &EntryDigest) {
        // Two's complement: subtracting is adding the inverse plus one.
        let mut one = [0; 32];
        one[0] = 1;
        self.add(&entry.map(|byte| !byte));
        self.add(&one);
    }
}

impl fmt::Display for StateDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The digest of one entry: its key, a zero byte (keys hold none) and its canonical JSON.
pub fn entry_digest(key: &str, json: &str) -> EntryDigest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key.as_bytes()).update(&[0]).update(json.as_bytes());
    *hasher.finalize().as_bytes()
}

/// JSON in the one form that is hashed: no spaces, members sorted by name.
///
/// Sorted here and not by `serde_json`, whose order turns with a feature any crate may switch on.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (n, (name, member)) in sorted.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write_canonical(member, out);
            }
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn members_are_sorted_at_every_depth() {
        let value: Value = serde_json::from_str(r#"{"b":[{"z":1,"a":"\n"}],"a":null}"#).unwrap();
        let expected = r#"{"a":null,"b":[{"a":"\n","z":1}]}"#;
        assert_eq!(canonical(&value), expected, "server and client must hash the same bytes");
    }

    #[test]
    fn key_and_content_are_told_apart() {
        assert_ne!(entry_digest("ab", "c"), entry_digest("a", "bc"), "the zero byte divides them");
    }

    #[test]
    fn what_is_carried_goes_on_to_the_last_byte() {
        let mut one = [0; 32];
        one[0] = 1;
        for n in 0..32 {
            // The lowest n bytes are full.
            let mut sum = StateDigest(std::array::from_fn(|byte| if byte < n { 255 } else { 7 }));
            sum.add(&one);
            let expected = std::array::from_fn(|byte| match byte {
                byte if byte < n => 0,
                byte if byte == n => 8,
                _ => 7,
            });
            assert_eq!(sum, StateDigest(expected), "it is one number of 256 bits: {n} full bytes");
        }
        let mut sum = StateDigest([255; 32]);
        sum.add(&[255; 32]);
        let mut expected = [255; 32];
        expected[0] = 254;
        assert_eq!(sum, StateDigest(expected), "carried out of the last byte, it is gone");
    }

    #[test]
    fn only_what_was_printed_is_read_back() {
        let digest = StateDigest(entry_digest("graz", "{}"));
        assert_eq!(
            StateDigest::from_hex(&digest.to_string()),
            Some(digest),
            "hex is its wire form"
        );
        for wrong in ["", "00", &"x".repeat(64), &"+1".repeat(32), &"ä".repeat(32)] {
            assert_eq!(StateDigest::from_hex(wrong), None, "{wrong} is no digest");
        }
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_taking_out_undoes_taking_in(
            entries in prop::collection::vec(prop::array::uniform32(any::<u8>()), 0..8)
        ) {
            let (mut forth, mut back) = (StateDigest::default(), StateDigest::default());
            entries.iter().for_each(|e| forth.add(e));
            entries.iter().rev().for_each(|e| back.add(e));
            prop_assert_eq!(forth, back, "the state has no order");
            entries.iter().for_each(|e| forth.subtract(e));
            prop_assert_eq!(forth, StateDigest::default(), "what goes leaves nothing behind");
        }
    }
}
