//! Faults of files, folders and lists as such.

use super::Case;

/// Each defect with the faults it has.
pub const CASES: &[Case] = &[
    Case {
        defect: "astray",
        reason: "a file in the wrong place would silently not be published",
        faults: &[
            "cities/graz.yaml:1: the file is not in a folder of records (answers, articles, cities, events, institutions, instruments, links, practices, publications, terms, themes, tools) or lists (taxonomy)",
            "cities/old/graz.md:1: the file is not in a folder of records (answers, articles, cities, events, institutions, instruments, links, practices, publications, terms, themes, tools) or lists (taxonomy)",
            "notes.md:1: the file is not in a folder of records (answers, articles, cities, events, institutions, instruments, links, practices, publications, terms, themes, tools) or lists (taxonomy)",
        ],
    },
    Case {
        defect: "bad-id",
        reason: "ids end up in addresses and file names",
        faults: &[
            "terms/Bad_Name.md:1: the file's name gives the id `Bad_Name`, but an id is 1 to 80 characters: a to z, digits, single hyphens between them",
        ],
    },
    Case {
        defect: "bad-taxonomy",
        reason: "lists are content and have faults of their own",
        faults: &[
            "taxonomy/synonyms.yaml:5: `alternatives` has `Homelessness` twice",
            "taxonomy/synonyms.yaml:6: `alternatives` must be words in square brackets, not an empty list",
            "taxonomy/synonyms.yaml:7: `alternatives` has `fr`, but `names` has no such language",
            "taxonomy/synonyms.yaml:8: `alternatives` has `English`, but a language is two or three lower-case letters, such as en, de or sv",
            "taxonomy/synonyms.yaml:12: `alternatives` has `Rough sleeping`, which already belongs to `homelessness`",
            "taxonomy/target-groups.yaml:4: there are two concepts `everyone`",
            "taxonomy/target-groups.yaml:5: the English name (`en`) is missing",
            "taxonomy/target-groups.yaml:7: the parent `peple` is no concept of this list",
            "taxonomy/target-groups.yaml:9: unknown field `colour` in `concepts`",
            "taxonomy/target-groups.yaml:10: `id` is `Not So`, but an id is 1 to 80 characters: a to z, digits, single hyphens between them",
        ],
    },
    Case {
        defect: "bad-wording",
        reason: "a text under a wrong name would never be shown, and nobody would notice",
        faults: &[
            "reference/goals.json:1: there is no list taxonomy/goals.yaml to word",
            "reference/link-groups.json:2: `sgd` is no concept of taxonomy/link-groups.yaml; did you mean `sdg`?",
            "reference/link-groups.json:3: `sdg` has no English text (`en`)",
            "reference/link-groups.json:4: `de` must be a list of paragraphs, not an empty one",
            "reference/link-groups.json:5: `German` is no language: a language is two or three lower-case letters, such as en, de or sv",
            "reference/link-groups.json:6: a paragraph is empty",
        ],
    },
    Case {
        defect: "duplicate-id",
        reason: "an id is given once",
        faults: &["terms/graz.md:1: the id `graz` is already that of cities/graz.md"],
    },
    Case {
        defect: "duplicate-key",
        reason: "one of two values would be lost without a word",
        faults: &["terms/faulty.md:8: the field `title` stands here twice"],
    },
    Case {
        defect: "file-of-a-licence-not-allowed",
        reason: "we may not pass it on",
        faults: &[
            "LICENCES.toml:3: the licence `CC-BY-NC-4.0` of cities/graz.jpg is not one of CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0, MIT, ISC, OFL-1.1, Apache-2.0, Unicode-3.0, public-domain, EU-reuse",
        ],
    },
    Case {
        defect: "file-without-licence",
        reason: "nobody knows whether we may pass it on",
        faults: &[
            "cities/graz.jpg:1: a file of an unlisted licence: there is no LICENCES.toml; only .md and .yaml are authored text",
        ],
    },
    Case {
        defect: "front-matter-without-end",
        reason: "the whole text would be taken for fields",
        faults: &[
            "terms/faulty.md:1: the front matter does not end: a second line `---` is missing",
        ],
    },
    Case {
        defect: "licences-unreadable",
        reason: "a list that cannot be read lists nothing",
        faults: &[
            "LICENCES.toml:2: the list of licences cannot be read: string values must be quoted, expected literal string",
        ],
    },
    Case {
        defect: "no-front-matter",
        reason: "a file without fields is no record",
        faults: &["terms/faulty.md:1: the front matter is missing: the first line must be `---`"],
    },
    Case {
        defect: "not-utf-8",
        reason: "the line is where the first foreign byte stands",
        faults: &["terms/faulty.md:3: the file is not UTF-8 text; save it with the encoding UTF-8"],
    },
    Case {
        defect: "practitioner-without-general",
        reason: "there would be nothing to add to",
        faults: &[
            "cities/nowhere.practitioner.md:1: there is no general file `nowhere.md` beside it",
        ],
    },
    Case {
        defect: "syntax-error",
        reason: "the commonest slip in such files has its remedy with it",
        faults: &[
            "terms/faulty.md:7: the fields cannot be read: mapping values are not allowed in this context; a text with a colon and a space in it needs quotes around it",
        ],
    },
    Case {
        defect: "yaml-beyond-the-format",
        reason: "a file must read as it is written",
        faults: &["terms/faulty.md:3: anchors (`&name`) are not used here; write it out"],
    },
];
