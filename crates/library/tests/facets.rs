//! The numbers beside the values are the numbers one gets.

use crate::corpus::*;
use hrc_domain::search::{FacetGroup, SearchRequest};
use hrc_library::Library;
use std::collections::BTreeMap;

type Filters = BTreeMap<FacetGroup, Vec<String>>;

fn total(library: &Library, query: &str, filters: Filters) -> u32 {
    let mut request = SearchRequest::new(query, lang("en"), 1);
    request.filters = filters;
    library.search(&request).unwrap().total
}

fn filters(ticks: &[(FacetGroup, &str)]) -> Filters {
    let mut filters = Filters::new();
    for (group, value) in ticks {
        filters.entry(*group).or_default().push((*value).to_owned());
    }
    filters
}

#[test]
fn a_count_is_the_result_of_ticking_it_alone_in_its_group() {
    let (_dir, library) = library();
    let cases = [
        ("", filters(&[])),
        ("human rights", filters(&[(FacetGroup::Country, "AT")])),
        ("human rights", filters(&[(FacetGroup::Country, "AT"), (FacetGroup::Country, "DE")])),
        ("", filters(&[(FacetGroup::Country, "AT"), (FacetGroup::Kind, "city")])),
        (
            "council",
            filters(&[
                (FacetGroup::Theme, "housing"),
                (FacetGroup::Udhr, "21"),
                (FacetGroup::Kind, "city"),
            ]),
        ),
        ("nürmberg", filters(&[(FacetGroup::Kind, "link")])),
        ("", filters(&[(FacetGroup::Sdg, "17"), (FacetGroup::Country, "AT")])),
        ("menschenrechtspreis housing ", filters(&[(FacetGroup::Country, "AT")])),
    ];
    for (query, ticked) in cases {
        let mut request = SearchRequest::new(query, lang("en"), 1);
        request.filters = ticked.clone();
        let response = library.search(&request).unwrap();
        for facet in &response.facets {
            for value in &facet.values {
                let mut alone = ticked.clone();
                alone.insert(facet.group, vec![value.value.clone()]);
                let real = total(&library, query, alone);
                assert_eq!(
                    value.count, real,
                    "{query:?} {ticked:?}: {:?} {}",
                    facet.group, value.value
                );
            }
        }
    }
}

#[test]
fn counts_without_words_are_those_of_the_list() {
    let (_dir, library) = library();
    let listed = library.list(None).unwrap();
    let response = search(&library, "");
    let count = |group: FacetGroup, value: &str| {
        let facet = response.facets.iter().find(|f| f.group == group);
        facet.and_then(|f| f.values.iter().find(|v| v.value == value)).map_or(0, |v| v.count)
    };
    for country in ["AT", "DE", "SE", "PL", "FR"] {
        let real =
            listed.iter().filter(|(r, _)| r.facets.country.as_deref() == Some(country)).count();
        assert_eq!(count(FacetGroup::Country, country) as usize, real, "records of {country}");
    }
    for article in [1, 21, 30] {
        let real = listed.iter().filter(|(r, _)| r.facets.udhr.contains(&article)).count();
        assert_eq!(
            count(FacetGroup::Udhr, &article.to_string()) as usize,
            real,
            "article {article}"
        );
    }
    for kind in hrc_domain::Kind::ALL {
        let real = listed.iter().filter(|(r, _)| r.kind() == kind).count();
        assert_eq!(count(FacetGroup::Kind, kind.as_str()) as usize, real, "{kind:?}");
    }
}

#[test]
fn values_have_names_and_ticked_ones_stay() {
    let (_dir, library) = library();
    let mut request = SearchRequest::new("pitea", lang("de"), 5);
    request.filters = filters(&[(FacetGroup::Country, "DE"), (FacetGroup::Theme, "no-such-theme")]);
    let response = library.search(&request).unwrap();
    assert_eq!(response.total, 0, "nothing fits both");
    let countries = response.facets.iter().find(|f| f.group == FacetGroup::Country).unwrap();
    let germany = countries.values.iter().find(|v| v.value == "DE").unwrap();
    assert_eq!((germany.count, germany.selected), (0, true), "what is ticked can be unticked");
    assert_eq!(germany.label.as_deref(), Some("Deutschland"), "in the reader's language");
    let themes = response.facets.iter().find(|f| f.group == FacetGroup::Theme).unwrap();
    assert_eq!(
        themes.values[0].label.as_deref(),
        Some("no-such-theme"),
        "an unknown value is its own name"
    );
    let all = library.search(&SearchRequest::new("", lang("de"), 1)).unwrap();
    let kinds = all.facets.iter().find(|f| f.group == FacetGroup::Kind).unwrap();
    assert!(kinds.values.iter().all(|v| v.label.is_none()), "kinds are named by the interface");
    assert_eq!(kinds.values[0].value, "city", "most frequent first");
}

#[test]
fn an_empty_list_of_ticks_narrows_nothing() {
    let (_dir, library) = library();
    let empty = Filters::from([(FacetGroup::Country, Vec::new())]);
    assert_eq!(
        total(&library, "", empty),
        total(&library, "", Filters::new()),
        "no tick, no filter"
    );
}
