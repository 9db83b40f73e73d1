//! Stems: what is left of a word when its endings go, in the language it is written in.
//!
//! Texts are stemmed in their own language. A query's language is unknown, so its words are
//! stemmed in every language that may be meant, and any of the stems will do.

use crate::words::fold;
use std::collections::HashMap;
use tantivy::tokenizer::{Language as Stemming, RawTokenizer, Stemmer, TextAnalyzer};

/// Stems words and remembers them: texts repeat themselves.
#[derive(Default)]
pub struct Stems {
    languages: HashMap<String, Option<Stemmed>>,
}

struct Stemmed {
    analyzer: TextAnalyzer,
    known: HashMap<String, String>,
}

/// Words remembered of one language, at most.
const REMEMBERED: usize = 20_000;

impl Stems {
    /// Forgets what it knows of a language once that is very much.
    pub fn forget(&mut self) {
        for stemmed in self.languages.values_mut().flatten() {
            if stemmed.known.len() > REMEMBERED {
                stemmed.known = HashMap::new();
            }
        }
    }

    /// The folded stem of a word in this language; none where nobody wrote a stemmer for it.
    pub fn stem(&mut self, language: &str, word: &str) -> Option<&str> {
        if !self.languages.contains_key(language) {
            let made = stemming(language).map(|stemming| Stemmed {
                analyzer: TextAnalyzer::builder(RawTokenizer::default())
                    .filter(Stemmer::new(stemming))
                    .build(),
                known: HashMap::new(),
            });
            self.languages.insert(language.to_owned(), made);
        }
        let stemmed = self.languages.get_mut(language)?.as_mut()?;
        if !stemmed.known.contains_key(word) {
            // Accents go last: endings are recognised with them.
            let mut stem = word.to_lowercase();
            stemmed.analyzer.token_stream(&stem.clone()).process(&mut |token| {
                stem.clone_from(&token.text);
            });
            stemmed.known.insert(word.to_owned(), fold(&stem).into_owned());
        }
        stemmed.known.get(word).map(String::as_str).filter(|stem| !stem.is_empty())
    }
}

fn stemming(language: &str) -> Option<Stemming> {
    Some(match language {
        "ar" => Stemming::Arabic,
        "da" => Stemming::Danish,
        "de" => Stemming::German,
        "el" => Stemming::Greek,
        "en" => Stemming::English,
        "es" => Stemming::Spanish,
        "fi" => Stemming::Finnish,
        "fr" => Stemming::French,
        "hu" => Stemming::Hungarian,
        "it" => Stemming::Italian,
        "nl" => Stemming::Dutch,
        "nb" | "nn" | "no" => Stemming::Norwegian,
        "pt" => Stemming::Portuguese,
        "ro" => Stemming::Romanian,
        "ru" => Stemming::Russian,
        "sv" => Stemming::Swedish,
        "ta" => Stemming::Tamil,
        "tr" => Stemming::Turkish,
        _ => return None,
    })
}

/// Words that carry no meaning of their own in the six languages of the interface. They help to
/// rank but need not be there: `what is a human rights city` asks for three words, not six.
const STOP_WORDS: &str = "\
    a an and are as at be by do does for from how in is it of on or that the their this to was what \
    when where which who why with \
    das dem den der des die ein eine einen einer fur im ist mit oder sind und von was wer wie wo zu \
    zum zur au aux ce ces dans de du elle en est et il l la le les ou par pour que quel quelle qui \
    quoi sont sur un une aan bij dat deze een het hoe met naar niet of op te uit van voor wat welke \
    zijn att av den det ett for fran hur i ar med och om pa som till vad vilka con como cual cuales \
    del donde el las los para por se son una y";

/// Whether a folded word is one of those.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.split_ascii_whitespace().any(|stop| stop == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stem_is_that_of_the_language() {
        let mut stems = Stems::default();
        assert_eq!(stems.stem("en", "Cities"), Some("citi"), "English plurals meet");
        assert_eq!(stems.stem("en", "city"), Some("citi"), "English singulars meet them");
        assert_eq!(
            stems.stem("de", "Städte").map(str::to_owned),
            stems.stem("de", "Stadt").map(str::to_owned),
            "German endings and accents go"
        );
        assert_eq!(stems.stem("ja", "都"), None, "no stemmer, no stem");
    }
}
