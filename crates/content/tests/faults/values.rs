//! Faults of fields and their values.

use super::Case;

/// Each defect with the faults it has.
pub const CASES: &[Case] = &[
    Case {
        defect: "bad-date",
        reason: "a day that does not exist sorts anywhere",
        faults: &[
            "terms/faulty.md:6: `updated` is `2026-11`, but must name a day (2015-06-15)",
            "terms/faulty.md:9: `as_of` is `2023-02-29`, but a date is a year (2015), a month (2015-06) or a day (2015-06-15) that exists",
        ],
    },
    Case {
        defect: "bad-facets",
        reason: "a wrong value would be offered as a filter",
        faults: &[
            "terms/faulty.md:9: `udhr` is `0`, but must be a number from 1 to 30",
            "terms/faulty.md:9: `udhr` is `31`, but must be a number from 1 to 30",
            "terms/faulty.md:10: `eu_charter` is `55`, but must be a number from 1 to 54",
            "terms/faulty.md:11: `sdgs` is `eighteen`, but must be a number from 1 to 17",
            "terms/faulty.md:12: `target_groups` is `everybody`, which is no concept of taxonomy/target-groups.yaml",
            "terms/faulty.md:13: `fra` is `pillar`, but must be one of `foundation`, `structure`, `tool`",
            "terms/faulty.md:14: `country` is `Austria`, but a country is two capital letters, such as AT",
            "terms/faulty.md:15: `region` is `eurpoe`, which is no concept of taxonomy/regions.yaml; did you mean `europe`?",
        ],
    },
    Case {
        defect: "bad-items",
        reason: "an assessment finds its questions by their ids",
        faults: &[
            "tools/checklist.md:15: `related` names `grax`, but there is no such record; did you mean `graz`?",
            "tools/checklist.md:17: there are two items `declared`",
            "tools/checklist.md:18: `element` is `roof`, but must be one of `foundation`, `structure`, `tool`",
        ],
    },
    Case {
        defect: "bad-language",
        reason: "stemming and names go by the code",
        faults: &[
            "terms/faulty.md:5: `language` is `English`, but a language is two or three lower-case letters, such as en, de or sv",
            "terms/faulty.md:9: `translations` has `Deutsch`, but a language is two or three lower-case letters, such as en, de or sv",
        ],
    },
    Case {
        defect: "bad-link",
        reason: "the directory is checked address by address",
        faults: &[
            "links/link-d1.md:8: `group` is `goals`, which is no concept of taxonomy/link-groups.yaml",
            "links/link-d1.md:12: `urls` is `www.example.org/a`, which is no address to open: it must begin with http:// or https:// and name a host; where the list itself has it so, write it as `original:` with a `cleaned:` beside it",
            "links/link-d1.md:15: `source_kind` is `city`, but must be one of `initiative`, `network`, `institution`, `public_authority`, `company`, `encyclopaedia`, `newspaper`, `blog`, `forum`, `document`, `data`, `research`, `ranking`, `meeting`",
            "links/link-d1.md:17: `check: gone` needs `checked_on`",
            "links/link-d1.md:18: `moved_to` does not go with `check: gone`",
        ],
    },
    Case {
        defect: "bad-section",
        reason: "a record of no section is found under none",
        faults: &[
            "terms/faulty.md:4: `section` is `framwork`, which is no concept of taxonomy/sections.yaml; did you mean `framework`?",
        ],
    },
    Case {
        defect: "bad-url",
        reason: "only plain web addresses are ever opened",
        faults: &[
            "terms/faulty.md:9: `url` is `www.example.org`, which is no address to open: it must begin with http:// or https:// and name a host",
            "terms/faulty.md:10: `url` is `ftp://example.org`, which is no address to open: only http and https are opened",
            "terms/faulty.md:11: `url` is `https://user@example.org/`, which is no address to open: it has a user name in it",
            "terms/faulty.md:12: `url` is `https://exa mple.org/`, which is no address to open: it has a space in it",
            "terms/faulty.md:13: `url` is `https:example.org`, which is no address to open: it must begin with http:// or https://",
            "terms/faulty.md:14: `url` is `https://`, which is no address to open: it must begin with http:// or https:// and name a host",
        ],
    },
    Case {
        defect: "city-without-country",
        reason: "cities are browsed by country and standing",
        faults: &[
            "cities/graz.md:8: a city needs `facets.country`",
            "cities/graz.md:13: `roles` is empty",
        ],
    },
    Case {
        defect: "empty-value",
        reason: "an empty field looks like a forgotten one",
        faults: &["terms/faulty.md:3: `title` has no value; leave the line out"],
    },
    Case {
        defect: "event-that-ends-before-it-begins",
        reason: "one of the two dates is wrong",
        faults: &[
            "events/forum.md:9: the event ends on 2026-05-09, before it begins on 2026-05-10",
        ],
    },
    Case {
        defect: "kind-of-another-folder",
        reason: "one of the two is wrong, and a reader would see the field",
        faults: &[
            "terms/faulty.md:2: the kind is `city`, but the folder holds records of kind `term`",
        ],
    },
    Case {
        defect: "milestones-out-of-order",
        reason: "a timeline is read from top to bottom",
        faults: &["cities/graz.md:39: the milestone of 2001-02-08 stands after that of 2003"],
    },
    Case {
        defect: "missing-field",
        reason: "every record has these",
        faults: &[
            "terms/faulty.md:1: `summary` is missing",
            "terms/faulty.md:1: `updated` is missing",
        ],
    },
    Case {
        defect: "place-out-of-range",
        reason: "the place would lie beside the map",
        faults: &[
            "cities/graz.md:16: `latitude` is `147.06733`, but must be a number from -90 to 90",
            "cities/graz.md:17: `longitude` is `-181`, but must be a number from -180 to 180",
            "cities/graz.md:18: `population` is `many`, but must be a number from 0 to 4294967295",
        ],
    },
    Case {
        defect: "practice-that-ends-before-it-begins",
        reason: "one of the two dates is wrong",
        faults: &[
            "practices/campaigns.md:10: the practice ends in 2024, before it begins in 2025-01",
        ],
    },
    Case {
        defect: "practice-without-city",
        reason: "a practice is always some city's; and a guess is no date",
        faults: &[
            "practices/campaigns.md:1: a practice needs `facets.city`",
            "practices/campaigns.md:8: `from` is `unknown`, but a date is a year (2015), a month (2015-06) or a day (2015-06-15) that exists; write `not found` where the sources do not tell",
        ],
    },
    Case {
        defect: "summary-too-long",
        reason: "summaries are shown whole in lists",
        faults: &["terms/faulty.md:7: `summary` has 401 characters; 400 are the most"],
    },
    Case {
        defect: "unknown-field",
        reason: "a misspelt field would silently be missing",
        faults: &["terms/faulty.md:8: unknown field `sumary`; did you mean `summary`?"],
    },
    Case {
        defect: "unknown-kind",
        reason: "the choices are named",
        faults: &[
            "terms/faulty.md:2: `kind` is `trem`, but must be one of `article`, `city`, `practice`, `institution`, `instrument`, `publication`, `term`, `theme`, `link`, `answer`, `event`, `tool`",
        ],
    },
    Case {
        defect: "unlisted-country",
        reason: "countries are shown by name",
        faults: &[
            "terms/faulty.md:8: `country` is `XX`, which is no concept of taxonomy/countries.yaml",
        ],
    },
    Case {
        defect: "wrong-type",
        reason: "each value is checked though its neighbour is faulty",
        faults: &[
            "terms/faulty.md:3: `title` must be a text, not a list",
            "terms/faulty.md:7: `summary` must be a text, not a group of fields",
            "terms/faulty.md:8: `aliases` must be a list, not a text",
            "terms/faulty.md:9: `facets` must be a group of fields, not a text",
        ],
    },
];
