//! What stands beside the library's own texts: whether the place of an own note is still as it was, and
//! the experts' words laid out as records are. What own notes and replies are, `personal/` knows.

use crate::{Library, Present};
use hrc_domain::{Block, RecordId};

impl Library {
    /// What is now where a note was put. A record that cannot be had is gone for whoever reads.
    pub fn present(&self, id: &RecordId, anchor: Option<&str>) -> Present {
        let blocks = self.store.read(|reader| {
            let record = reader.record(id)?;
            Ok(match reader.supplement(id)? {
                Some(more) => hrc_markup::render_both(&record.body, &more.body),
                None => hrc_markup::render(&record.body),
            })
        });
        let Ok(blocks) = blocks else { return Present::Gone };
        let block = anchor.and_then(|anchor| hrc_markup::find(&blocks, anchor));
        Present::There(block.map(|block| block.text.clone()))
    }
}

/// Markdown as safe blocks: for what the experts write, which no record holds.
pub fn rendered(markdown: &str) -> Vec<Block> {
    hrc_markup::render(markdown)
}
