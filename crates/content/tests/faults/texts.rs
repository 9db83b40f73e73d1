//! Faults of texts, sources and relations.

use super::Case;

/// Each defect with the faults it has.
pub const CASES: &[Case] = &[
    Case {
        defect: "bad-source",
        reason: "a source is worth what is said of it",
        faults: &[
            "terms/faulty.md:9: `publisher` is missing in `sources`",
            "terms/faulty.md:11: `confidence` is `sure`, but must be one of `confirmed`, `single`, `contested`, `established`",
            "terms/faulty.md:12: `seen` is `maybe`, but must be `yes` or `no`",
        ],
    },
    Case {
        defect: "dangling-relations",
        reason: "a relation that leads nowhere is a dead end for a reader",
        faults: &[
            "terms/faulty.md:9: `themes` names `houssing`, but there is no such record; did you mean `housing`?",
            "terms/faulty.md:9: `themes` names `way`, which is of kind `article`, not `theme`",
            "terms/faulty.md:10: `city` names `way`, which is of kind `article`, not `city`",
            "terms/faulty.md:11: `related` names `faulty`, the record itself",
            "terms/faulty.md:11: `related` names `grax`, but there is no such record; did you mean `graz`?",
            "terms/faulty.md:13: the text names `nowhere-at-all`, but there is no such record",
        ],
    },
    Case {
        defect: "duplicate-source",
        reason: "a citation must mean one source",
        faults: &["terms/faulty.md:10: there are two sources `a`"],
    },
    Case {
        defect: "unnamed-column",
        reason: "who hears a table is told the column with each cell",
        faults: &[
            "terms/faulty.md:9: a column of the table has no name: without one nobody hears what its cells are about",
        ],
    },
    Case {
        defect: "empty-section",
        reason: "a gap is content and is said in words",
        faults: &[
            r#"terms/faulty.md:9: the section "One" is empty; write "Nothing found in our sources" where that is so"#,
        ],
    },
    Case {
        defect: "five-defects",
        reason: "an author learns of all faults at once",
        faults: &[
            "terms/faulty.md:4: `section` is `framwork`, which is no concept of taxonomy/sections.yaml; did you mean `framework`?",
            "terms/faulty.md:6: `updated` is `2026-02-30`, but a date is a year (2015), a month (2015-06) or a day (2015-06-15) that exists",
            "terms/faulty.md:8: unknown field `colour`",
            "terms/faulty.md:9: `related` names `grax`, but there is no such record; did you mean `graz`?",
            r#"terms/faulty.md:11: a figure or date (`27`) without a source in "It has 27 members.""#,
        ],
    },
    Case {
        defect: "german-sentences-without-source",
        reason: "German nouns have capitals, so only known names count",
        faults: &[
            r#"terms/faulty.md:11: a figure or date (`27`) without a source in "Er hat 27 Mitglieder.""#,
            r#"terms/faulty.md:11: a proper name (`Graz`) without a source in "Der Beirat von Graz tagt.""#,
            r#"terms/faulty.md:11: a superlative (`größte`) without a source in "Es ist der größte Beirat.""#,
        ],
    },
    Case {
        defect: "practitioner-unlike-the-general-file",
        reason: "readers see both depths as one text with one list of sources",
        faults: &[
            "terms/dignity.practitioner.md:2: the language is `de`, but that of the general file `en`",
            "terms/dignity.practitioner.md:4: unknown field `title`",
            "terms/dignity.practitioner.md:6: the source `un` is another one in the general file",
            "terms/dignity.practitioner.md:8: the source `nn` is not among the `sources`; did you mean `un`?",
        ],
    },
    Case {
        defect: "refused-markup",
        reason: "what a reader will not see as meant, its author must know",
        faults: &[
            "terms/faulty.md:9: a heading begins with `##`; the one with `#` is the field `title`",
            "terms/faulty.md:11: HTML is shown as it stands; write Markdown",
            "terms/faulty.md:13: images are not shown; say in words what there is to see",
            "terms/faulty.md:15: a ruled line is not shown; a heading parts a text better",
            "terms/faulty.md:17: `[^a]:` defines nothing here; sources stand in the field `sources`",
            "terms/faulty.md:19: `[^Not so]` cites no source: an id is a to z, digits and single hyphens",
            "terms/faulty.md:19: the link to `tree.md` leads nowhere: write an address of the web or a record's id",
            "terms/faulty.md:19: this is no link: its address has a space in it, or its words a citation (which stands behind a link)",
        ],
    },
    Case {
        defect: "sentences-without-source",
        reason: "this is the promise the Centre makes",
        faults: &[
            r#"terms/faulty.md:11: a figure or date (`2001`) without a source in "In the year 2001 it was so.""#,
            r#"terms/faulty.md:13: a superlative (`largest`) without a source in "It is the largest of all, and Henri Lefebvre said so.""#,
            r#"terms/faulty.md:18: a proper name (`Graz`) without a source in "Graz""#,
            r#"terms/faulty.md:23: a figure or date (`1999`) without a source in "1999 | so""#,
        ],
    },
    Case {
        defect: "source-not-cited",
        reason: "a source nobody cites supports nothing",
        faults: &["terms/faulty.md:9: the source `a` is cited nowhere; cite it or take it out"],
    },
    Case {
        defect: "source-of-a-field-not-defined",
        reason: "fields cite like texts do",
        faults: &[
            "cities/graz.md:42: the source `pres` is not among the `sources`; did you mean `press`?",
        ],
    },
    Case {
        defect: "statement-without-sources",
        reason: "a statement in a field is a statement",
        faults: &[
            "cities/graz.md:21: `sources` is missing in `declaration`",
            "cities/graz.md:26: `sources` is missing in `elements`",
            "cities/graz.md:34: `sources` is missing in `milestones`",
            "cities/graz.md:44: `sources` is empty in `figures`",
        ],
    },
    Case {
        defect: "undefined-source",
        reason: "the line is the citation's, not the sentence's",
        faults: &[
            "terms/faulty.md:14: the source `aa` is not among the `sources`; did you mean `a`?",
        ],
    },
];
