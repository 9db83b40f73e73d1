//! What a record is filed under, as the values of facets.
//!
//! One function serves the index, the front page and the labels of a reading, so that a count on
//! a page is always the count a search with that filter gives.

use crate::store::Card;
use hrc_domain::kinds::CityRole;
use hrc_domain::record::FraElement;
use hrc_domain::search::{FacetGroup, Layer};
use std::collections::BTreeSet;

/// Every facet value of a record, each once.
pub fn filed_under(card: &Card) -> BTreeSet<(FacetGroup, String)> {
    let facets = &card.facets;
    let mut filed = BTreeSet::from([
        (FacetGroup::Kind, card.kind.as_str().to_owned()),
        (FacetGroup::Section, card.section.clone()),
        (FacetGroup::Layer, layer(card.layer).to_owned()),
        (FacetGroup::Language, card.language.to_string()),
    ]);
    let mut file = |group, values: Vec<String>| {
        filed.extend(values.into_iter().map(|value| (group, value)));
    };
    file(FacetGroup::Theme, facets.themes.iter().map(ToString::to_string).collect());
    file(FacetGroup::Country, facets.country.iter().cloned().collect());
    file(FacetGroup::Region, facets.region.iter().cloned().collect());
    file(FacetGroup::Udhr, facets.udhr.iter().map(ToString::to_string).collect());
    file(FacetGroup::EuCharter, facets.eu_charter.iter().map(ToString::to_string).collect());
    file(FacetGroup::Sdg, facets.sdgs.iter().map(ToString::to_string).collect());
    file(FacetGroup::TargetGroup, facets.target_groups.clone());
    file(FacetGroup::Fra, facets.fra.iter().map(|e| element(*e).to_owned()).collect());
    file(FacetGroup::CityRole, card.roles.iter().map(|r| role(*r).to_owned()).collect());
    filed
}

const fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::General => "general",
        Layer::Both => "both",
    }
}

const fn element(element: FraElement) -> &'static str {
    match element {
        FraElement::Foundation => "foundation",
        FraElement::Structure => "structure",
        FraElement::Tool => "tool",
    }
}

const fn role(role: CityRole) -> &'static str {
    match role {
        CityRole::SelfDeclared => "self_declared",
        CityRole::GuestMember => "guest_member",
        CityRole::Aspiring => "aspiring",
        CityRole::Awarded => "awarded",
        CityRole::ForumHost => "forum_host",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_in_json() {
        for one in [Layer::General, Layer::Both] {
            assert_eq!(
                serde_json::to_value(one).unwrap(),
                layer(one),
                "filters take the JSON name"
            );
        }
        for one in [FraElement::Foundation, FraElement::Structure, FraElement::Tool] {
            assert_eq!(
                serde_json::to_value(one).unwrap(),
                element(one),
                "filters take the JSON name"
            );
        }
        for one in [
            CityRole::SelfDeclared,
            CityRole::GuestMember,
            CityRole::Aspiring,
            CityRole::Awarded,
            CityRole::ForumHost,
        ] {
            assert_eq!(serde_json::to_value(one).unwrap(), role(one), "filters take the JSON name");
        }
    }
}
