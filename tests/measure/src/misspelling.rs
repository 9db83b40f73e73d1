//! Misspelling as hands do it: a letter swapped, left out, doubled or struck beside.
//!
//! Deterministic, so that two runs and two engines see the same mistakes.

/// A small generator of numbers (xorshift64*, Vigna 2016); its quality does not matter here, its
/// sameness everywhere does.
pub struct Dice(u64);

impl Dice {
    /// The same seed throws the same numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let thrown = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(thrown).unwrap_or(0) % bound.max(1)
    }
}

/// The text with so many of its words misspelt by one letter each; words of four letters and more,
/// never in their first letter.
pub fn misspell(text: &str, mistakes: usize, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long = |word: &String| word.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let mut open: Vec<usize> = (0..words.len()).filter(|&i| long(&words[i])).collect();
    for _ in 0..mistakes.min(open.len()) {
        let at = open.swap_remove(dice.below(open.len()));
        words[at] = one_mistake(&words[at], &mut dice);
    }
    words.join(" ")
}

fn one_mistake(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let inner: Vec<usize> = (1..letters.len()).filter(|&i| letters[i].is_alphabetic()).collect();
    let Some(&at) = inner.get(dice.below(inner.len().max(1))) else { return word.to_owned() };
    match dice.below(4) {
        0 if at + 1 < letters.len() && letters[at + 1].is_alphabetic() => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or(0)),
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_mistakes() {
        let text = "the right to adequate housing";
        assert_eq!(
            misspell(text, 2, 7),
            misspell(text, 2, 7),
            "two engines must see the same query"
        );
        assert_eq!(misspell(text, 0, 7), text, "no mistake asked for, none made");
    }

    #[test]
    fn first_letters_and_short_words_stay() {
        for seed in 0..200 {
            let wrong = misspell("the right to housing", 2, seed);
            let initials: String =
                wrong.split(' ').filter_map(|word| word.chars().next()).collect();
            assert_eq!(initials, "trth", "{wrong:?} keeps its first letters");
        }
    }
}
