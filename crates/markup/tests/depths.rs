//! Two depths read as one text.

use hrc_markup::{render, render_both};

const GENERAL: &str =
    "Lead.\n\n## Way\n\nFirst.\n\n### Detail\n\nSecond.\n\n## Results\n\nThird.\n";

#[test]
fn a_section_of_both_depths_is_joined_and_others_follow() {
    let practitioner =
        "Who builds this.\n\n## Costs\n\nMuch.\n\n## way\n\nHow.\n\n### Steps\n\nOne by one.\n";
    let seen: Vec<String> = render_both(GENERAL, practitioner)
        .iter()
        .map(|b| format!("{}{}", if b.practitioner { "+" } else { "" }, b.text))
        .collect();
    assert_eq!(
        seen,
        [
            "Lead.",
            "+Who builds this.",
            "Way",
            "First.",
            "Detail",
            "Second.",
            "+How.",
            "+Steps",
            "+One by one.",
            "Results",
            "Third.",
            "+Costs",
            "+Much.",
        ],
        "what is added stands at the end of its section, what is new at the end of the text"
    );
}

#[test]
fn general_blocks_keep_their_anchors_when_the_other_depth_joins() {
    let alone: Vec<String> = render(GENERAL).into_iter().map(|b| b.anchor).collect();
    let both = render_both(GENERAL, "Before.\n\n## Way\n\nHow.\n\n## Detail\n\nMore.\n");
    let general: Vec<String> =
        both.iter().filter(|b| !b.practitioner).map(|b| b.anchor.clone()).collect();
    assert_eq!(
        general, alone,
        "a note on a general paragraph must not move when a member signs in"
    );
    assert!(
        both.iter().any(|b| b.anchor == "detail-2"),
        "a heading added later takes the next free name"
    );
}

#[test]
fn a_joined_block_stands_under_the_heading_of_its_section() {
    let both = render_both(GENERAL, "## Way\n\nHow.\n");
    let how = both.iter().find(|b| b.text == "How.").expect("it is there");
    assert_eq!(how.heading, "Way", "and not under the subheading that happens to come before it");
    assert!(how.anchor.starts_with("way.2."), "it is counted in its section: {}", how.anchor);
}
