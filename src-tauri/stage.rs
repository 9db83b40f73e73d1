//! The stage: the audience's window, full screen on its display, and the presenter's on another. What is shown is
//! kept here, so that it outlives either window; both are told every change. What a key does to a presentation
//! says `hrc_domain::show`; which display is which says [`crate::displays`].
//!
//! Nothing here holds the lock while it speaks with a window: the window's thread may be waiting for it.

use crate::displays::{Display, displays, first_of, place};
use hrc_domain::deck::Deck;
use hrc_domain::show::{Act, Show, ShowState};
use hrc_domain::workshop::Workshop;
use hrc_domain::{Error, ErrorCode};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// The audience's window.
pub(crate) const AUDIENCE: &str = "audience";
/// The presenter's window.
pub(crate) const PRESENTER: &str = "presenter";
/// The event that tells all windows how the stage stands.
const EVENT: &str = "stage";
const TITLE: &str = "Human Rights Cities Knowledge Centre";

/// What is presented, and where.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Presentation {
    /// What it is made from.
    pub workshop: Workshop,
    /// Its slides.
    pub deck: Deck,
    /// The display for the audience; none means one that the reader does not sit at, where there is one.
    pub display: Option<String>,
    /// Dark slides.
    pub dark: bool,
    /// Steps of larger or smaller text.
    pub size: i8,
}

/// A display as it can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StageDisplay {
    /// What the system calls it.
    pub name: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Whether the reader's window is on it.
    pub home: bool,
}

/// How the stage stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct StageState {
    /// Whether it is being shown; else it can be resumed.
    pub on: bool,
    /// The presentation.
    pub show: ShowState,
    /// Counts how often the slides were made anew.
    pub revision: u32,
    /// What is presented.
    pub workshop: String,
    /// Its title.
    pub title: String,
    /// The display on which the audience sees it; none where it sees nothing.
    pub audience: Option<String>,
    /// Whether the presenter's window is open.
    pub presenter: bool,
    /// The display that went away under the audience's window.
    pub lost: Option<String>,
    /// All displays there are; mirrored ones count as one.
    pub displays: Vec<StageDisplay>,
}

/// The stage, with what was last presented on it.
pub(crate) struct Stage {
    kept: Mutex<Option<Given>>,
    began: Instant,
    /// Where web views write, where the reader's own folder cannot be written.
    stand_in: Option<PathBuf>,
}

struct Given {
    show: Show,
    deck: Arc<Deck>,
    workshop: Arc<Workshop>,
    revision: u32,
    on: bool,
    /// The display the slides are on, or were on before it went.
    chosen: String,
    /// The display they belong on whenever it is there: chosen where there were several. None means one that
    /// the reader does not sit at.
    wanted: Option<String>,
    /// Where the audience's window is seen.
    audience: Option<String>,
    presenter: bool,
    displays: Vec<Display>,
}

impl Given {
    fn state(&self, now: Duration) -> StageState {
        let there = self.displays.iter().any(|one| one.name == self.chosen);
        StageState {
            on: self.on,
            show: self.show.state(now),
            revision: self.revision,
            workshop: self.workshop.id.to_string(),
            title: self.deck.title.clone(),
            audience: self.audience.clone(),
            presenter: self.presenter,
            lost: (!there && self.audience.is_none()).then(|| self.chosen.clone()),
            displays: self.displays.iter().map(Display::told).collect(),
        }
    }

    /// The display the slides belong on, of those there are.
    fn best(&self) -> Option<Display> {
        let wanted = self.displays.iter().find(|one| Some(&one.name) == self.wanted.as_ref());
        wanted.or_else(|| first_of(&self.displays)).cloned()
    }
}

impl Stage {
    /// An empty stage.
    pub(crate) fn new(stand_in: Option<PathBuf>) -> Self {
        Self { kept: Mutex::default(), began: Instant::now(), stand_in }
    }

    fn kept(&self) -> MutexGuard<'_, Option<Given>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it stands; none where nothing was presented yet.
    pub(crate) fn state(&self) -> Option<StageState> {
        let now = self.began.elapsed();
        self.kept().as_ref().map(|given| given.state(now))
    }

    /// What is presented, and its slides.
    pub(crate) fn deck(&self) -> Option<(Workshop, Deck)> {
        let kept = self.kept();
        kept.as_ref().map(|given| (given.workshop.as_ref().clone(), given.deck.as_ref().clone()))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Given, Duration) -> T) -> Option<T> {
        let now = self.began.elapsed();
        self.kept().as_mut().map(|given| change(given, now))
    }
}

fn stage(app: &AppHandle) -> tauri::State<'_, Stage> {
    app.state::<Stage>()
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::Internal, format!("the window does not open: {cause}"))
}

/// Tells all windows how the stage stands.
fn tell(app: &AppHandle) {
    // A window that is just closing hears no more, and needs not.
    let _ = app.emit(EVENT, stage(app).state());
}

/// Presents this: the audience's window on its display, the presenter's on another where there is one.
pub(crate) fn present(app: &AppHandle, presentation: Presentation) -> Result<(), Error> {
    let Presentation { workshop, deck, display, dark, size } = presentation;
    if deck.slides.iter().all(|slide| slide.hidden) {
        return Err(Error::new(ErrorCode::InvalidInput, "a presentation without slides"));
    }
    let found = displays(app);
    let chosen = display
        .filter(|name| found.iter().any(|one| &one.name == name))
        .or_else(|| first_of(&found).map(|one| one.name.clone()))
        .unwrap_or_default();
    {
        let stage = stage(app);
        let show = Show::begin(keys(&deck), dark, size, stage.began.elapsed());
        let mut kept = stage.kept();
        let before = kept.take();
        *kept = Some(Given {
            show,
            wanted: (found.len() > 1).then(|| chosen.clone()),
            revision: before.as_ref().map_or(0, |given| given.revision + 1),
            audience: before.as_ref().and_then(|given| given.audience.clone()),
            presenter: before.is_some_and(|given| given.presenter),
            deck: Arc::new(deck),
            workshop: Arc::new(workshop),
            on: true,
            chosen,
            displays: found,
        });
    }
    raise(app, &[AUDIENCE, PRESENTER])
}

/// Goes on where it was left; what stands broken is loaded anew, but for the window that asks.
pub(crate) fn resume(app: &AppHandle, asking: &str) -> Result<(), Error> {
    let found = displays(app);
    let stage = stage(app);
    stage.change(|given, now| {
        if !given.on {
            given.show.go_on(now);
        }
        given.on = true;
        given.displays = found;
        let there = given.displays.iter().any(|one| one.name == given.chosen);
        if !there && let Some(best) = given.best() {
            given.chosen = best.name;
        }
    });
    let others: Vec<&str> =
        [AUDIENCE, PRESENTER].into_iter().filter(|one| *one != asking).collect();
    raise(app, &others)
}

/// Both windows where they belong; these loaded anew where they are open. With one display there is the audience's
/// alone, with the notes on a key.
fn raise(app: &AppHandle, anew: &[&str]) -> Result<(), Error> {
    let Some((found, chosen)) =
        stage(app).change(|given, _| (given.displays.clone(), given.chosen.clone()))
    else {
        return Ok(());
    };
    let other = other_than(&found, &chosen);
    match (other, app.get_webview_window(PRESENTER)) {
        (Some(other), _) => {
            let (presenter, new) = window(app, PRESENTER)?;
            if !new && anew.contains(&PRESENTER) {
                presenter.reload().map_err(broken)?;
            }
            // One that waited out of sight, or stood where the slides are now.
            if new || !is_open(app) || is_on(&presenter, &found, &chosen) {
                let _ = presenter.unmaximize();
                stand(&presenter, other);
            }
            let _ = presenter.show();
        }
        // Out of sight, not closed: what is being written there is not cut off.
        (None, Some(presenter)) => {
            let _ = presenter.hide();
        }
        (None, None) => {}
    }
    let (audience, new) = window(app, AUDIENCE)?;
    if !new && anew.contains(&AUDIENCE) {
        audience.reload().map_err(broken)?;
    }
    if let Some(display) = found.iter().find(|one| one.name == chosen) {
        place(app, &audience, display);
    }
    // The keys go where the presenter looks.
    let front = if other.is_some() { PRESENTER } else { AUDIENCE };
    if let Some(front) = app.get_webview_window(front) {
        // Best effort: a window without the focus is still there.
        let _ = front.set_focus();
    }
    stage(app).change(|given, _| {
        given.audience = Some(chosen);
        given.presenter = other.is_some();
    });
    tell(app);
    Ok(())
}

/// Whether the presenter's window is seen.
fn is_open(app: &AppHandle) -> bool {
    stage(app).change(|given, _| given.presenter).unwrap_or_default()
}

/// Whether a window stands on the display of this name.
fn is_on(window: &WebviewWindow, found: &[Display], name: &str) -> bool {
    let at = window.current_monitor().ok().flatten().map(|monitor| *monitor.position());
    found.iter().any(|one| one.name == name && Some(one.position) == at)
}

fn other_than<'a>(found: &'a [Display], chosen: &str) -> Option<&'a Display> {
    let other = |one: &&Display| one.name != chosen;
    found.iter().filter(other).find(|one| one.home).or_else(|| found.iter().find(other))
}

/// One of the two windows, and whether it is new.
fn window(app: &AppHandle, label: &str) -> Result<(WebviewWindow, bool), Error> {
    if let Some(window) = app.get_webview_window(label) {
        return Ok((window, false));
    }
    let page = WebviewUrl::App(format!("{label}.html").into());
    let builder = WebviewWindowBuilder::new(app, label, page)
        .title(TITLE)
        .inner_size(1280.0, 720.0)
        .visible(label == PRESENTER);
    let builder = match &stage(app).stand_in {
        Some(folder) => builder.data_directory(folder.clone()),
        None => builder,
    };
    builder.build().map(|window| (window, true)).map_err(broken)
}

/// The presenter's window fills the display, with its frame.
fn stand(presenter: &WebviewWindow, display: &Display) {
    // Best effort: wherever the system puts it, it is a window that can be moved.
    let _ = presenter.set_position(display.position);
    let _ = presenter.maximize();
}

/// Does this to what is presented.
pub(crate) fn act(app: &AppHandle, act: Act) {
    stage(app).change(|given, now| given.show.act(act, now));
    tell(app);
}

/// Larger or smaller text, with the slides there are then.
pub(crate) fn resize(app: &AppHandle, size: i8, keys: Vec<String>) {
    stage(app).change(|given, _| given.show.resize(size, keys));
    tell(app);
}

/// Clears what lies over the slides; where nothing does, ends.
pub(crate) fn escape(app: &AppHandle) {
    if stage(app).change(|given, _| given.show.clear()) == Some(false) {
        end(app);
    } else {
        tell(app);
    }
}

/// Closes both windows. The place is kept.
pub(crate) fn end(app: &AppHandle) {
    stage(app).change(|given, now| {
        given.on = false;
        given.show.pause(now);
    });
    for label in [AUDIENCE, PRESENTER] {
        if let Some(window) = app.get_webview_window(label) {
            // Best effort: one that is closing already needs no closing.
            let _ = window.destroy();
        }
    }
    tell(app);
}

/// The presenter's window comes forward, opened where it was closed.
pub(crate) fn come_forward(app: &AppHandle) -> Result<(), Error> {
    let Some((found, chosen)) =
        stage(app).change(|given, _| (given.displays.clone(), given.chosen.clone()))
    else {
        return Ok(());
    };
    let Some(other) = other_than(&found, &chosen) else { return Ok(()) };
    let (presenter, new) = window(app, PRESENTER)?;
    if new || !is_open(app) {
        stand(&presenter, other);
    }
    let _ = presenter.show();
    let _ = presenter.set_focus();
    stage(app).change(|given, _| given.presenter = true);
    tell(app);
    Ok(())
}

/// The audience's window goes to the next display, and the presenter's to where it was. Where the audience's is
/// nowhere, to a display that is there. With one display there is nothing to swap.
pub(crate) fn swap(app: &AppHandle) -> Result<(), Error> {
    let found = displays(app);
    let moved = stage(app).change(|given, _| {
        given.displays = found;
        if given.displays.len() < 2 {
            return None;
        }
        let at = given.displays.iter().position(|one| one.name == given.chosen);
        let next = at.map_or(0, |at| (at + 1) % given.displays.len());
        let to = given.displays.get(next).cloned()?;
        let from = at.and_then(|at| given.displays.get(at)).filter(|from| from.name != to.name);
        let from = from.cloned();
        given.chosen.clone_from(&to.name);
        given.wanted = Some(to.name.clone());
        Some((to, from))
    });
    let Some((to, from)) = moved.flatten() else { return Ok(()) };
    if let (Some(presenter), Some(from)) = (app.get_webview_window(PRESENTER), from) {
        let _ = presenter.unmaximize();
        stand(&presenter, &from);
    }
    let (audience, _) = window(app, AUDIENCE)?;
    place(app, &audience, &to);
    stage(app).change(|given, _| given.audience = Some(to.name));
    if let Some(presenter) = app.get_webview_window(PRESENTER) {
        let _ = presenter.set_focus();
    }
    tell(app);
    Ok(())
}

/// The slides were made anew, of the same or a changed workshop.
pub(crate) fn renew(app: &AppHandle, workshop: Workshop, deck: Deck) {
    stage(app).change(|given, _| {
        given.show.renew(keys(&deck));
        given.deck = Arc::new(deck);
        given.workshop = Arc::new(workshop);
        given.revision += 1;
    });
    tell(app);
}

/// The displays as they can be chosen.
pub(crate) fn choices(app: &AppHandle) -> Vec<StageDisplay> {
    displays(app).iter().map(Display::told).collect()
}

/// The display on which the audience's window belongs, while it is shown.
pub(crate) fn wanted(app: &AppHandle) -> Option<Display> {
    let found = stage(app).change(|given, _| {
        let name = given.audience.as_ref().filter(|_| given.on)?;
        given.displays.iter().find(|one| &one.name == name).cloned()
    });
    found.flatten()
}

/// What a change of displays asks for.
enum Change {
    /// The slides' own display went: they wait out of sight, never over the presenter's window.
    Wait,
    /// Both windows where they belong now.
    Raise,
}

/// A display came or went. The slides go where they belong whenever that display is there; while it is not, they
/// are shown on another only by the presenter's word. The display of the presenter's window alone may go.
pub(crate) fn displays_changed(app: &AppHandle) {
    let found = displays(app);
    // One that was closed by hand stays closed.
    let waits = app.get_webview_window(AUDIENCE).is_some();
    let todo = stage(app).change(|given, _| {
        let one_before = given.displays.len() < 2;
        given.displays = found;
        if !given.on || given.displays.is_empty() {
            return None;
        }
        let there = given.displays.iter().any(|one| one.name == given.chosen);
        let best = given.best().map(|one| one.name).unwrap_or_default();
        match &given.audience {
            Some(_) if !there => {
                given.audience = None;
                Some(Change::Wait)
            }
            None if waits && (there || given.displays.len() > 1) => {
                given.chosen = if there { given.chosen.clone() } else { best };
                Some(Change::Raise)
            }
            // What had to share a display has one of its own again.
            Some(_) if one_before && given.displays.len() > 1 => {
                given.chosen = best;
                Some(Change::Raise)
            }
            Some(_) if given.presenter && given.displays.len() < 2 => Some(Change::Raise),
            _ => None,
        }
    });
    match todo.flatten() {
        Some(Change::Wait) => {
            if let Some(audience) = app.get_webview_window(AUDIENCE) {
                let _ = audience.hide();
            }
            // Nobody would know what became of it.
            if let Ok((presenter, _)) = window(app, PRESENTER) {
                let _ = presenter.show();
                stage(app).change(|given, _| given.presenter = true);
            }
            tell(app);
        }
        Some(Change::Raise) => {
            if raise(app, &[]).is_err() {
                tell(app);
            }
        }
        None => tell(app),
    }
}

/// One of the two windows was closed by hand. What was shown is kept; without both nothing is shown any more.
pub(crate) fn closed(app: &AppHandle, label: &str) {
    let known = stage(app).change(|given, now| {
        match label {
            AUDIENCE => given.audience = None,
            _ => given.presenter = false,
        }
        let over = given.on && given.audience.is_none() && !given.presenter;
        if over {
            given.on = false;
            given.show.pause(now);
        }
        over
    });
    if known == Some(true) {
        // What waits out of sight would keep the program running behind its closed windows. Off this thread,
        // which is still busy with the one that closed.
        let waiting = [AUDIENCE, PRESENTER].into_iter().filter(|one| *one != label);
        let waiting: Vec<_> = waiting.filter_map(|one| app.get_webview_window(one)).collect();
        std::thread::spawn(move || {
            for window in waiting {
                let _ = window.destroy();
            }
        });
    }
    if known.is_some() {
        tell(app);
    }
}

fn keys(deck: &Deck) -> Vec<String> {
    deck.slides.iter().filter(|slide| !slide.hidden).map(|slide| slide.key.to_string()).collect()
}
