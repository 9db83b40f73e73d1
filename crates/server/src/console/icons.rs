//! Icons by name, drawn by Lucide (resources/LICENCES.toml): a line each in `icons.txt`.

use askama::filters::HtmlSafe;
use std::fmt;

/// The drawings.
const DRAWN: &str = include_str!("../../console/icons.txt");

/// An icon, as it stands in a page. It is hidden from those who listen: words stand beside it.
#[derive(Debug, Clone, Copy)]
pub struct Icon(&'static str);

/// The icon of this name; nothing is shown where there is none.
pub fn icon(name: &str) -> Icon {
    let lines = DRAWN.lines().filter_map(|line| line.split_once(' '));
    Icon(
        lines.into_iter().find_map(|(of, drawn)| (of == name).then_some(drawn)).unwrap_or_default(),
    )
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<svg class=\"icon\" aria-hidden=\"true\" viewBox=\"0 0 24 24\">{}</svg>", self.0)
    }
}

/// What is drawn is fixed, and no text of anybody's.
impl HtmlSafe for Icon {}
