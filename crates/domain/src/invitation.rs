//! The code of an invitation: what an administrator reads out or writes on paper, and a person types
//! once.
//!
//! Twenty letters and digits are drawn by chance, 100 bits, so that guessing is hopeless; one more
//! is worked out from them, so that the computer it is typed on tells a slip before anything is
//! sent. The alphabet is Crockford's base32: digits and letters without I, L, O and U.

use crate::error::Result;
use crate::{Error, ErrorCode};
use std::fmt;

/// The alphabet; a character stands for its place in it.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters are drawn.
const DRAWN: usize = 20;

/// How many are written in a group.
const GROUP: usize = 5;

/// A code without a slip in it. Whether there is an invitation of this code, the server knows.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationCode([u8; DRAWN]);

impl InvitationCode {
    /// The code of the lowest 100 of these bits, which must have been drawn by chance.
    pub fn from_bits(bits: u128) -> Self {
        let mut places = [0; DRAWN];
        for (n, place) in places.iter_mut().enumerate() {
            *place = ((bits >> (5 * n)) & 31) as u8;
        }
        Self(places)
    }

    /// Reads what was typed. Case, spaces and dashes do not count; O is read as 0, I and L as 1. Errs
    /// with `invalid_input` where it cannot be a code: a character too few or too many, one that is
    /// in none, or any one of them mistyped, or any two of them swapped.
    pub fn parse(typed: &str) -> Result<Self> {
        let mut places = Vec::with_capacity(DRAWN + 1);
        for character in typed.chars().filter(|c| !is_spacing(*c)) {
            let Some(place) = place_of(character) else {
                return Err(refused("it holds a character that is in no code"));
            };
            if places.len() > DRAWN {
                return Err(refused("it is too long"));
            }
            places.push(place);
        }
        let Some((drawn, check)) = places.split_first_chunk() else {
            return Err(refused("it is too short"));
        };
        match check {
            [] => Err(refused("it is too short")),
            [check] if *check == check_of(drawn) => Ok(Self(*drawn)),
            _ => Err(refused("one of its characters is not as it was given")),
        }
    }

    /// The characters that were drawn, without what makes them easier to read: what is hashed.
    pub fn drawn(&self) -> String {
        self.0.iter().map(|place| character_of(*place)).collect()
    }
}

/// As it is read out and written down: `01234-56789-ABCDE-FGHJK-M`.
impl fmt::Display for InvitationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.drawn().as_bytes().chunks(GROUP) {
            write!(f, "{}-", String::from_utf8_lossy(group))?;
        }
        write!(f, "{}", character_of(check_of(&self.0)))
    }
}

impl fmt::Debug for InvitationCode {
    /// Never the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationCode")
    }
}

/// Dashes of all lengths: programs that people copy from lengthen them. And what is not seen at all.
fn is_spacing(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}')
}

fn place_of(character: char) -> Option<u8> {
    let meant = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|known| char::from(*known) == meant)?;
    u8::try_from(place).ok()
}

fn character_of(place: u8) -> char {
    char::from(ALPHABET[usize::from(place & 31)])
}

/// The check: the characters are the coefficients of a polynomial over the field of 32 elements, and
/// its value at a primitive element is worked out. Each place weighs differently, so that any one
/// character mistyped and any two swapped change it.
fn check_of(drawn: &[u8; DRAWN]) -> u8 {
    drawn.iter().fold(0, |sum, place| doubled(sum ^ place))
}

/// Times the primitive element, by x^5 + x^2 + 1.
const fn doubled(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

fn refused(why: &str) -> Error {
    Error::new(ErrorCode::InvalidInput, format!("this is no code of an invitation: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BITS: u128 = 0x000f_edcb_a987_6543_2101_2345_6789;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = InvitationCode::from_bits(BITS);
        let shown = code.to_string();
        assert_eq!(shown.len(), 25, "four groups of five and the check: {shown}");
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            shown.replace('-', " \u{2013} "),
            format!("\n{}\u{a0}", shown.replace('0', "o").replace('1', "l")),
            shown.replace('0', "O").replace('1', "I"),
        ] {
            assert_eq!(InvitationCode::parse(&typed).unwrap(), code, "{typed:?} means the same");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_told_before_it_is_sent() {
        let shown = InvitationCode::from_bits(BITS).to_string();
        let (short, long) = (shown[1..].to_owned(), format!("{shown}0"));
        let endless = "0".repeat(100_000);
        for typed in ["", "-", "U", "12345", "grüße", "💥", &short, &long, &endless] {
            let refused = InvitationCode::parse(typed).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput, "{} characters", typed.len());
        }
    }

    #[test]
    fn a_code_never_comes_into_a_log() {
        let code = InvitationCode::from_bits(BITS);
        assert!(!format!("{code:?}").contains(&code.drawn()[..5]), "not even its beginning");
    }

    proptest! {
        #[test]
        fn every_code_comes_back_as_it_was_drawn(bits in 0_u128..1 << 100) {
            let code = InvitationCode::from_bits(bits);
            prop_assert_eq!(InvitationCode::parse(&code.to_string()).unwrap(), code);
        }

        #[test]
        fn one_character_mistyped_or_two_swapped_are_noticed(
            bits in 0_u128..1 << 100, at in 0_usize..21, with in 0_usize..21, other in 0_usize..32,
        ) {
            let plain = InvitationCode::from_bits(bits).to_string().replace('-', "");
            let mut mistyped = plain.clone().into_bytes();
            mistyped[at] = ALPHABET[other];
            let mut swapped = plain.clone().into_bytes();
            swapped.swap(at, with);
            for slip in [mistyped, swapped] {
                let slip = String::from_utf8(slip).unwrap();
                prop_assert_eq!(InvitationCode::parse(&slip).is_ok(), slip == plain, "{}", slip);
            }
        }
    }
}
