//! A presentation while it is given: which slide is where, what is laid over it, how long it has lasted. Every
//! key and button is one [`Act`]; who shows it in which window, and on which display, is the matter of the shell.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::time::Duration;

/// What may be done to a presentation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// On to the next slide.
    Next,
    /// Back to the one before.
    Back,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// To this one, counted from 1.
    GoTo {
        /// Its number.
        slide: u16,
    },
    /// A black screen, or the slide again.
    Black,
    /// A white screen, or the slide again.
    White,
    /// All slides small, to choose from; or none of that.
    Overview,
    /// Nearer, by steps; after the nearest, none.
    Zoom,
    /// A point of light, or none.
    Pointer,
    /// The point of light, or the middle of what is zoomed into, lies here: from 0 to 1 over the slide.
    Point {
        /// From the left.
        x: f32,
        /// From above.
        y: f32,
    },
    /// The point of light, or the middle of what is zoomed into, moves by this much.
    Move {
        /// To the right.
        x: f32,
        /// Down.
        y: f32,
    },
    /// The audience keeps its slide while the presenter goes on; or sees the presenter's again.
    Freeze,
    /// Dark slides, or light ones.
    Dark,
    /// Larger notes.
    NotesLarger,
    /// Smaller notes.
    NotesSmaller,
    /// The notes over the slides, where there is one display; or away again.
    Notes,
    /// The clock stands still, or goes on.
    Clock,
}

/// A screen without a slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// Black.
    Black,
    /// White.
    White,
}

/// A place on a slide, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
pub struct Spot {
    /// From the left.
    pub x: f32,
    /// From above.
    pub y: f32,
}

impl Spot {
    const MIDDLE: Self = Self { x: 0.5, y: 0.5 };

    /// The same inside the slide; what is no number is its middle.
    fn bounded(self) -> Self {
        let bound = |at: f32| if at.is_finite() { at.clamp(0.0, 1.0) } else { 0.5 };
        Self { x: bound(self.x), y: bound(self.y) }
    }
}

/// What the windows are told of a presentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ShowState {
    /// The presenter's slide, counted from 0.
    pub at: u16,
    /// The audience's slide: the presenter's, unless it is frozen.
    pub shown: u16,
    /// Whether the audience keeps its slide.
    pub frozen: bool,
    /// A screen without a slide.
    pub blank: Option<Blank>,
    /// Whether all slides are shown small.
    pub overview: bool,
    /// How much nearer the slide is, in hundredths: 100 is not at all.
    pub zoom: u16,
    /// Whether a point of light is shown.
    pub pointer: bool,
    /// Where it lies, and what is zoomed into.
    pub spot: Spot,
    /// Steps of larger or smaller text.
    pub size: i8,
    /// Dark slides.
    pub dark: bool,
    /// Steps of larger or smaller notes.
    pub notes_size: i8,
    /// Whether the notes lie over the slides.
    pub notes: bool,
    /// How long it has lasted, pauses left out.
    pub elapsed_ms: u32,
    /// Whether the clock goes.
    pub running: bool,
}

/// A presentation while it is given. Slides are known by their keys, so that the place is kept when they are made
/// anew.
#[derive(Debug, Clone)]
pub struct Show {
    keys: Vec<String>,
    at: usize,
    frozen: Option<usize>,
    blank: Option<Blank>,
    overview: bool,
    zoom: u16,
    pointer: bool,
    spot: Spot,
    size: i8,
    dark: bool,
    notes_size: i8,
    notes: bool,
    counted: Duration,
    since: Option<Duration>,
}

impl Show {
    /// The steps of zooming, in hundredths.
    const ZOOMS: [u16; 4] = [100, 150, 200, 300];
    /// The steps that text for the audience may be larger or smaller by.
    pub const SIZES: (i8, i8) = (-2, 4);
    /// The steps that notes may be larger or smaller by.
    pub const NOTES_SIZES: (i8, i8) = (-2, 6);

    /// Begins with the first of these slides, at this time of any clock that only goes forward.
    #[must_use]
    pub fn begin(keys: Vec<String>, dark: bool, size: i8, now: Duration) -> Self {
        Self {
            keys,
            at: 0,
            frozen: None,
            blank: None,
            overview: false,
            zoom: Self::ZOOMS[0],
            pointer: false,
            spot: Spot::MIDDLE,
            size: size.clamp(Self::SIZES.0, Self::SIZES.1),
            dark,
            notes_size: 0,
            notes: false,
            counted: Duration::ZERO,
            since: Some(now),
        }
    }

    /// Does this, at this time.
    pub fn act(&mut self, act: Act, now: Duration) {
        let last = self.keys.len().saturating_sub(1);
        match act {
            // Whoever goes on from a black screen has not seen the slide under it: it comes first.
            Act::Next | Act::Back if self.blank.is_some() => self.blank = None,
            Act::Next => self.go(self.at + 1),
            Act::Back => self.go(self.at.saturating_sub(1)),
            Act::First => self.go(0),
            Act::Last => self.go(last),
            Act::GoTo { slide } => self.go(usize::from(slide.max(1)) - 1),
            Act::Black => self.blank = toggled(self.blank, Blank::Black),
            Act::White => self.blank = toggled(self.blank, Blank::White),
            Act::Overview => self.overview = !self.overview,
            Act::Zoom => {
                let nearer = Self::ZOOMS.iter().find(|&&step| step > self.zoom);
                self.zoom = *nearer.unwrap_or(&Self::ZOOMS[0]);
            }
            Act::Pointer => self.pointer = !self.pointer,
            Act::Point { x, y } => self.spot = Spot { x, y }.bounded(),
            Act::Move { x, y } => {
                self.spot = Spot { x: self.spot.x + x, y: self.spot.y + y }.bounded();
            }
            Act::Freeze => self.frozen = if self.frozen.is_some() { None } else { Some(self.at) },
            Act::Dark => self.dark = !self.dark,
            Act::NotesLarger => self.notes_size = (self.notes_size + 1).min(Self::NOTES_SIZES.1),
            Act::NotesSmaller => self.notes_size = (self.notes_size - 1).max(Self::NOTES_SIZES.0),
            Act::Notes => self.notes = !self.notes,
            Act::Clock if self.since.is_some() => self.pause(now),
            Act::Clock => self.go_on(now),
        }
    }

    fn go(&mut self, to: usize) {
        self.at = to.min(self.keys.len().saturating_sub(1));
        self.overview = false;
        self.blank = None;
        // What was looked at nearer is not on this slide.
        self.zoom = Self::ZOOMS[0];
    }

    /// Takes away whatever lies over the slides; false where nothing did, and one may leave.
    pub fn clear(&mut self) -> bool {
        let any = self.overview
            || self.pointer
            || self.zoom != Self::ZOOMS[0]
            || self.blank.is_some()
            || self.frozen.is_some();
        self.overview = false;
        self.pointer = false;
        self.zoom = Self::ZOOMS[0];
        self.blank = None;
        self.frozen = None;
        any
    }

    /// The slides were made anew: stays at the same one where it is still there, else at the same number.
    pub fn renew(&mut self, keys: Vec<String>) {
        let place = |at: usize| {
            let key = self.keys.get(at);
            let place = |key: &str| keys.iter().position(|one| one == key);
            // A slide that went on from another is, in smaller text, on that other.
            let whole = |key: &str| key.rsplit_once('.').and_then(|(whole, _)| place(whole));
            let same = key.and_then(|key| place(key).or_else(|| whole(key)));
            same.unwrap_or_else(|| at.min(keys.len().saturating_sub(1)))
        };
        (self.at, self.frozen) = (place(self.at), self.frozen.map(place));
        self.keys = keys;
    }

    /// Text for the audience by this many steps larger, which makes other slides of the same.
    pub fn resize(&mut self, size: i8, keys: Vec<String>) {
        self.size = size.clamp(Self::SIZES.0, Self::SIZES.1);
        self.renew(keys);
    }

    /// The clock stands still.
    pub fn pause(&mut self, now: Duration) {
        if let Some(since) = self.since.take() {
            self.counted += now.saturating_sub(since);
        }
    }

    /// The clock goes on.
    pub fn go_on(&mut self, now: Duration) {
        self.since.get_or_insert(now);
    }

    /// How it stands, at this time.
    #[must_use]
    pub fn state(&self, now: Duration) -> ShowState {
        let running = self.since.map_or(Duration::ZERO, |since| now.saturating_sub(since));
        let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        ShowState {
            at: number(self.at),
            shown: number(self.frozen.unwrap_or(self.at)),
            frozen: self.frozen.is_some(),
            blank: self.blank,
            overview: self.overview,
            zoom: self.zoom,
            pointer: self.pointer,
            spot: self.spot,
            size: self.size,
            dark: self.dark,
            notes_size: self.notes_size,
            notes: self.notes,
            elapsed_ms: u32::try_from((self.counted + running).as_millis()).unwrap_or(u32::MAX),
            running: self.since.is_some(),
        }
    }
}

fn toggled(now: Option<Blank>, wanted: Blank) -> Option<Blank> {
    if now == Some(wanted) { None } else { Some(wanted) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Duration = Duration::from_secs(100);

    fn show(slides: usize) -> Show {
        Show::begin((0..slides).map(|n| format!("slide/{n}")).collect(), false, 0, START)
    }

    fn after(slides: usize, acts: &[Act]) -> ShowState {
        let mut show = show(slides);
        for &act in acts {
            show.act(act, START);
        }
        show.state(START)
    }

    #[test]
    fn one_goes_through_the_slides_and_never_past_an_end() {
        assert_eq!(after(3, &[Act::Next]).at, 1, "on");
        assert_eq!(after(3, &[Act::Back]).at, 0, "before the first there is none");
        assert_eq!(after(3, &[Act::Next; 9]).at, 2, "the last one stays");
        assert_eq!(after(9, &[Act::Last, Act::Back]).at, 7, "back from the end");
        assert_eq!(after(9, &[Act::GoTo { slide: 4 }]).at, 3, "numbers are counted from 1");
        assert_eq!(after(9, &[Act::GoTo { slide: 99 }]).at, 8, "there is no slide 99");
        assert_eq!(after(9, &[Act::GoTo { slide: 0 }]).at, 0, "nor a slide 0");
        assert_eq!(after(0, &[Act::Next, Act::Last]).at, 0, "without slides nothing moves");
    }

    #[test]
    fn a_black_screen_gives_back_the_slide_that_lay_under_it() {
        assert_eq!(after(3, &[Act::Black]).blank, Some(Blank::Black), "black");
        assert_eq!(after(3, &[Act::Black, Act::Black]).blank, None, "and away again");
        assert_eq!(after(3, &[Act::Black, Act::White]).blank, Some(Blank::White), "white instead");
        let on = after(3, &[Act::Black, Act::Next]);
        assert_eq!((on.blank, on.at), (None, 0), "the next key shows what was covered");
    }

    #[test]
    fn a_frozen_audience_sees_nothing_of_where_the_presenter_looks() {
        let apart = after(5, &[Act::Next, Act::Freeze, Act::Next, Act::Next]);
        assert_eq!((apart.at, apart.shown), (3, 1), "the presenter looks ahead");
        let together = after(5, &[Act::Next, Act::Freeze, Act::Next, Act::Freeze]);
        assert_eq!((together.at, together.shown), (2, 2), "the audience follows again");
    }

    #[test]
    fn zoom_has_steps_and_ends_with_the_slide() {
        let zooms: Vec<u16> = (0..5).map(|n| after(3, &vec![Act::Zoom; n]).zoom).collect();
        assert_eq!(zooms, [100, 150, 200, 300, 100], "nearer by steps, then not at all");
        assert_eq!(after(3, &[Act::Zoom, Act::Next]).zoom, 100, "the next slide is seen whole");
        let far = after(3, &[Act::Move { x: 9.0, y: f32::NAN }]);
        assert_eq!(far.spot, Spot { x: 1.0, y: 0.5 }, "the point never leaves the slide");
    }

    #[test]
    fn what_lies_over_the_slides_is_cleared_before_one_leaves() {
        let mut covered = show(3);
        for act in [Act::Zoom, Act::Black, Act::Overview, Act::Pointer] {
            covered.act(act, START);
            assert!(covered.clear(), "{act:?} was there to be cleared");
            assert!(!covered.clear(), "after it one may leave");
        }
    }

    #[test]
    fn the_clock_counts_what_was_presented_and_no_pause() {
        let mut show = show(3);
        let at = |seconds| START + Duration::from_secs(seconds);
        assert_eq!(show.state(at(7)).elapsed_ms, 7000, "it goes from the beginning");
        show.act(Act::Clock, at(10));
        assert_eq!(show.state(at(60)).elapsed_ms, 10_000, "it stands");
        show.act(Act::Clock, at(60));
        assert_eq!(show.state(at(65)).elapsed_ms, 15_000, "it goes on");
        assert!(show.state(at(65)).running, "and says so");
    }

    #[test]
    fn slides_made_anew_leave_the_presenter_at_the_same_one() {
        let mut show = show(5);
        show.act(Act::GoTo { slide: 4 }, START);
        show.renew(["own", "slide/0", "slide/3"].map(str::to_owned).to_vec());
        assert_eq!(show.state(START).at, 2, "the same slide has another number");
        show.resize(9, ["own", "slide/3", "slide/3.1"].map(str::to_owned).to_vec());
        assert_eq!(show.state(START).at, 1, "in larger text it is still that slide");
        assert_eq!(show.state(START).size, 4, "and no larger than there are steps");
        show.act(Act::Next, START);
        show.resize(0, ["own", "slide/3"].map(str::to_owned).to_vec());
        assert_eq!(show.state(START).at, 1, "what went on is on the whole slide again");
        show.renew(vec!["own".to_owned()]);
        assert_eq!(show.state(START).at, 0, "of a slide that is gone the number, within bounds");
    }

    fn any_act() -> impl Strategy<Value = Act> {
        prop_oneof![
            Just(Act::Next),
            Just(Act::Back),
            Just(Act::Last),
            any::<u16>().prop_map(|slide| Act::GoTo { slide }),
            Just(Act::Freeze),
            Just(Act::NotesLarger),
            Just(Act::NotesSmaller),
            Just(Act::Zoom),
            any::<(f32, f32)>().prop_map(|(x, y)| Act::Point { x, y }),
            any::<(f32, f32)>().prop_map(|(x, y)| Act::Move { x, y }),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_done_what_is_shown_is_a_slide(
            slides in 1_usize..20,
            acts in proptest::collection::vec(any_act(), 0..60),
        ) {
            let state = after(slides, &acts);
            prop_assert!(usize::from(state.at) < slides, "the presenter's slide exists");
            prop_assert!(usize::from(state.shown) < slides, "and so does the audience's");
            prop_assert!((-2..=6).contains(&state.notes_size), "the notes stay within their sizes");
            prop_assert!((0.0..=1.0).contains(&state.spot.x), "the point stays on the slide");
            prop_assert!((0.0..=1.0).contains(&state.spot.y), "the point stays on the slide");
        }
    }
}
