//! The part of the world that a slide's map shows, as outlines and marks in fractions of its room.
//!
//! The outlines are those of Natural Earth at 1:110 million, as world-atlas has them: a TopoJSON topology, in
//! which countries share the lines between them. What is drawn, in which colours, is the template's matter;
//! where a place lies is said beside it in degrees, for those who do not see it.

use hrc_domain::deck::PlacePoint;
use hrc_domain::{Error, ErrorCode, Language, error};
use serde::{Deserialize, Serialize};

const WORLD: &str = include_str!("../../../resources/map/countries-110m.json");

/// How many degrees of latitude are shown at least: about a third of Europe.
const LEAST: f64 = 14.0;

/// How much of the room lies around the places.
const AROUND: f64 = 1.6;

/// How much wider than high a map is; the template gives it a room of this shape.
const SHAPE: f64 = 2.4;

/// A map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Chart {
    /// Its width by its height.
    pub shape: f64,
    /// Countries, each by its corners: right and down, from 0 to 1 within the map and beyond.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// What is marked on it.
    pub marks: Vec<Mark>,
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Mark {
    /// Right and down, from 0 to 1.
    pub at: [f64; 2],
    pub title: String,
    pub language: Language,
    /// Whether its name stands left of it, for want of room at its right.
    pub left: bool,
}

/// What is read of the topology (<https://github.com/topojson/topojson-specification>).
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[f64; 2]>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    countries: Countries,
}

#[derive(Deserialize)]
struct Countries {
    geometries: Vec<Country>,
}

/// The lines around a country by their numbers; a negative one is run through backwards.
#[derive(Deserialize)]
#[serde(tag = "type")]
enum Country {
    Polygon { arcs: Vec<Vec<i64>> },
    MultiPolygon { arcs: Vec<Vec<Vec<i64>>> },
}

/// What is shown of the world, in degrees.
struct View {
    middle: [f64; 2],
    /// How much shorter a degree of longitude is there than one of latitude.
    narrower: f64,
    height: f64,
}

/// The map of these places; none where no place is given, or none that lies anywhere.
pub(crate) fn chart(places: &[PlacePoint]) -> error::Result<Option<Chart>> {
    let lies = |one: &&PlacePoint| one.latitude.is_finite() && one.longitude.is_finite();
    let places: Vec<&PlacePoint> = places.iter().filter(lies).collect();
    let Some(view) = View::of(&places) else { return Ok(None) };
    let unreadable = |e| Error::new(ErrorCode::Internal, format!("the outlines: {e}"));
    let world: Topology = serde_json::from_str(WORLD).map_err(unreadable)?;
    let rings = world.rings().map(|ring| ring.into_iter().map(|at| view.place(at)).collect());
    let near = |ring: &Vec<[f64; 2]>| {
        (0..2).all(|way| ring.iter().any(|at| at[way] > 0.0) && ring.iter().any(|at| at[way] < 1.0))
    };
    let mark = |one: &&PlacePoint| {
        let at = view.place([one.longitude, one.latitude]);
        let (title, language) = (one.title.text.clone(), one.title.language.clone());
        Mark { at, title, language, left: at[0] > 0.66 }
    };
    let marks = places.iter().map(mark).collect();
    Ok(Some(Chart { shape: SHAPE, rings: rings.filter(near).collect(), marks }))
}

impl View {
    fn of(places: &[&PlacePoint]) -> Option<Self> {
        let span = |of: fn(&PlacePoint) -> f64| {
            let all = places.iter().map(|one| of(one));
            all.fold(None, |span: Option<(f64, f64)>, at| {
                let (least, most) = span.unwrap_or((at, at));
                Some((least.min(at), most.max(at)))
            })
        };
        let (west, east) = span(|one| one.longitude)?;
        let (south, north) = span(|one| one.latitude)?;
        let middle = [(west + east) / 2.0, (south + north) / 2.0];
        // Near a pole the world would have no width left.
        let narrower = middle[1].to_radians().cos().max(0.2);
        let across = (east - west) * narrower / SHAPE;
        let height = ((north - south).max(across) * AROUND).max(LEAST);
        Some(Self { middle, narrower, height })
    }

    fn place(&self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        let right = (longitude - self.middle[0]) * self.narrower / (self.height * SHAPE);
        let down = (self.middle[1] - latitude) / self.height;
        [0.5 + right, 0.5 + down]
    }
}

impl Topology {
    /// The outlines of all countries, in degrees: longitude, latitude.
    fn rings(&self) -> impl Iterator<Item = Vec<[f64; 2]>> {
        let rings = self.objects.countries.geometries.iter().flat_map(|country| match country {
            Country::Polygon { arcs } => arcs.iter().collect::<Vec<_>>(),
            Country::MultiPolygon { arcs } => arcs.iter().flatten().collect(),
        });
        rings.map(|arcs| arcs.iter().flat_map(|arc| self.line(*arc)).collect())
    }

    /// One line; each of its points is told by its distance from the one before.
    fn line(&self, arc: i64) -> Vec<[f64; 2]> {
        let backwards = arc < 0;
        let number = if backwards { !arc } else { arc };
        let steps = usize::try_from(number).ok().and_then(|number| self.arcs.get(number));
        let Transform { scale, translate } = &self.transform;
        let mut at = [0.0, 0.0];
        let mut line: Vec<[f64; 2]> = steps
            .into_iter()
            .flatten()
            .map(|step| {
                at = [at[0] + step[0], at[1] + step[1]];
                [at[0] * scale[0] + translate[0], at[1] * scale[1] + translate[1]]
            })
            .collect();
        if backwards {
            line.reverse();
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::RecordId;
    use hrc_domain::deck::Phrase;

    fn place(name: &str, latitude: f64, longitude: f64) -> PlacePoint {
        let title = Phrase { text: name.into(), language: Language::english(), unreviewed: false };
        let record = RecordId::new(name.to_lowercase()).unwrap();
        PlacePoint { record, title, latitude, longitude, roles: Vec::new() }
    }

    #[test]
    fn places_lie_inside_their_map_and_countries_around_them() {
        let shown = [place("Graz", 47.07, 15.44), place("York", 53.96, -1.08)];
        let chart = chart(&shown).unwrap().expect("there are places");
        for mark in &chart.marks {
            assert!(mark.at.iter().all(|way| (0.05..0.95).contains(way)), "inside: {mark:?}");
        }
        let [graz, york] = &chart.marks[..] else { panic!("two places, two marks") };
        assert!(graz.at[0] > york.at[0] && graz.at[1] > york.at[1], "Graz lies south-east of York");
        assert!(chart.rings.len() > 10, "Europe has countries: {}", chart.rings.len());
        let inside = |ring: &Vec<[f64; 2]>| contains(ring, graz.at);
        assert_eq!(
            chart.rings.iter().filter(|ring| inside(ring)).count(),
            1,
            "Austria around Graz"
        );
    }

    /// Whether a point lies within a ring: a line from it crosses the ring an odd number of times.
    fn contains(ring: &[[f64; 2]], at: [f64; 2]) -> bool {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        let crossed = sides.filter(|(a, b)| {
            (a[1] > at[1]) != (b[1] > at[1])
                && at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0]
        });
        crossed.count() % 2 == 1
    }

    #[test]
    fn no_place_or_one_that_lies_nowhere_has_no_map() {
        assert_eq!(chart(&[]).unwrap(), None, "nothing to show");
        let nowhere = [place("Nowhere", f64::NAN, 0.0)];
        assert_eq!(chart(&nowhere).unwrap(), None, "a place without coordinates");
    }
}
