//! Text that has already been taken apart, handed to tantivy as it is.
//!
//! The index is fed with words as [`crate::words`] reads them: divided by spaces, further
//! spellings of the same word by bars. tantivy's own way for this, pre-tokenized strings, passes
//! every token through JSON; splitting a line is ten times cheaper.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which the schema asks for this tokenizer.
pub const NAME: &str = "fed";

/// Divides one word from the next.
pub const NEXT: char = ' ';

/// Divides a word from another spelling of it, which takes the same position.
pub const SAME: char = '|';

/// See the module.
#[derive(Clone, Default)]
pub struct Fed;

/// One text on its way into the index.
pub struct FedStream<'a> {
    rest: Option<&'a str>,
    next_position: usize,
    token: Token,
}

impl Tokenizer for Fed {
    type TokenStream<'a> = FedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FedStream<'a> {
        FedStream { rest: Some(text), next_position: 0, token: Token::default() }
    }
}

impl TokenStream for FedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(rest) = self.rest else { return false };
        let end = rest.find([NEXT, SAME]).unwrap_or(rest.len());
        self.token.text.clear();
        self.token.text.push_str(rest.get(..end).unwrap_or_default());
        self.token.position = self.next_position;
        if rest.get(end..).is_some_and(|divider| divider.starts_with(NEXT)) {
            self.next_position += 1;
        }
        self.rest = rest.get(end + 1..);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_its_position() {
        let mut fed = Fed;
        let mut stream = fed.token_stream("stadt nurnberg|nuernberg heute");
        let mut seen = Vec::new();
        stream.process(&mut |token| seen.push((token.position, token.text.clone())));
        let expected = [(0, "stadt"), (1, "nurnberg"), (1, "nuernberg"), (2, "heute")];
        let expected: Vec<_> = expected.map(|(at, text)| (at, text.to_owned())).into();
        assert_eq!(seen, expected, "phrases must fit either spelling");
    }
}
