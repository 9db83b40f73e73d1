//! The fonts, carried in the program: the window's own two families, as whole TrueType files.

use typst::foundations::Bytes;
use typst::text::Font;

/// The files, from `resources/fonts/print`.
const FILES: [&[u8]; 7] = [
    include_bytes!("../../../resources/fonts/print/SourceSerif4-Regular.ttf"),
    include_bytes!("../../../resources/fonts/print/SourceSerif4-Italic.ttf"),
    include_bytes!("../../../resources/fonts/print/SourceSerif4-SemiBold.ttf"),
    include_bytes!("../../../resources/fonts/print/SourceSerif4-SemiBoldItalic.ttf"),
    include_bytes!("../../../resources/fonts/print/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../../../resources/fonts/print/AtkinsonHyperlegibleNext-Italic.ttf"),
    include_bytes!("../../../resources/fonts/print/AtkinsonHyperlegibleNext-Bold.ttf"),
];

/// All of them, ready to set with.
pub(crate) fn all() -> Vec<Font> {
    FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
}
