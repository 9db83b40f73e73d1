//! Documents made up for measuring speed: as many as wanted, and the same on every computer.
//!
//! The words are made of syllables and come as often as words do in real texts (Zipf): a few in
//! nearly every document, most in a handful.

use crate::collection::{Document, Question};
use crate::misspelling::Dice;

/// Different words there are.
const WORDS: usize = 60_000;

/// Characters of a document, at least; at most two and a half times as many.
const SHORTEST: usize = 2_000;

/// Words a question is made of have at least so many letters; shorter ones are seldom asked for.
const ASKED: usize = 4;

const SYLLABLES: [&str; 32] = [
    "men", "schen", "recht", "ci", "ty", "hu", "man", "ri", "ght", "coun", "cil", "par", "ti",
    "pa", "tion", "hou", "sing", "stad", "ville", "för", "ü", "ber", "gra", "wien", "lo", "ka",
    "de", "mo", "sta", "lun", "ne", "ver",
];

/// So many documents.
pub fn documents(count: usize) -> Vec<Document> {
    let words = vocabulary();
    let mut dice = Dice::new(42);
    (0..count)
        .map(|number| {
            let length = SHORTEST + dice.below(SHORTEST * 3 / 2);
            let mut body = String::with_capacity(length + 100);
            while body.len() < length {
                body.push_str(&format!("## {}\n\n", text(&mut dice, &words, 3)));
                body.push_str(&text(&mut dice, &words, 90));
                body.push_str(".\n\n");
            }
            let title = text(&mut dice, &words, 4);
            Document { id: format!("generated-{number}"), title, body }
        })
        .collect()
}

/// So many questions: one to four words that stand in one document.
pub fn questions(documents: &[Document], count: usize) -> Vec<Question> {
    let mut dice = Dice::new(7);
    let question = |number: usize| {
        let body = &documents[dice.below(documents.len())].body;
        let mut words: Vec<&str> = body
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().count() >= ASKED)
            .collect();
        words.sort_unstable();
        words.dedup();
        let some = 1 + dice.below(4);
        let asked: Vec<&str> = (0..some).map(|_| words[dice.below(words.len())]).collect();
        Question { id: number.to_string(), text: asked.join(" ") }
    };
    (0..count).map(question).collect()
}

fn vocabulary() -> Vec<String> {
    let mut dice = Dice::new(1);
    // Words that come often are short.
    let length = |rank: usize| if rank < 100 { 1 } else { 2 };
    (0..WORDS)
        .map(|rank| {
            let syllables = length(rank) + dice.below(3);
            (0..syllables).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect()
        })
        .collect()
}

/// So many words, each as often as its rank says.
fn text(dice: &mut Dice, words: &[String], count: usize) -> String {
    let fine = 1 << 24;
    let mut text = String::new();
    for n in 0..count {
        // Evenly spread logarithms of ranks are Zipf's law. Both numbers fit a float exactly.
        let share = (dice.below(fine) + 1) as f64 / fine as f64;
        let rank = (words.len() as f64).powf(share) as usize;
        if n > 0 {
            text.push(' ');
        }
        text.push_str(&words[rank.min(words.len()) - 1]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_of_the_length_promised_and_always_the_same() {
        let made = documents(20);
        for document in &made {
            assert!((2_000..7_000).contains(&document.body.len()), "{} bytes", document.body.len());
        }
        let again = documents(20);
        assert!(
            made.iter().zip(&again).all(|(one, other)| one.body == other.body),
            "two runs must measure the same"
        );
    }

    #[test]
    fn questions_can_be_answered() {
        let made = documents(20);
        for question in questions(&made, 50) {
            let all_in = |d: &Document| question.text.split(' ').all(|word| d.body.contains(word));
            assert!(made.iter().any(all_in), "{} stands in one document", question.text);
        }
    }
}
