//! Whatever happens in whatever order: no question is lost, none counts as received that is not, and
//! the server never holds one twice.

use super::*;
use hrc_domain::{Error, ErrorCode};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Something that happens.
#[derive(Debug, Clone)]
enum Event {
    Write,
    Edit(prop::sample::Index),
    Queue(prop::sample::Index),
    TakeBack(prop::sample::Index),
    Say(prop::sample::Index),
    /// A try to send, and how it ends.
    Send(End),
    /// The program dies, perhaps in the middle of a try.
    Crash {
        sending: bool,
    },
    Hear(prop::sample::Index),
}

/// How a try to send ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Acknowledged,
    /// It arrived, and the answer was lost.
    AnswerLost,
    /// It did not arrive, and nobody knows.
    Lost,
    NotConnected,
    Refused,
    /// Somebody answers for another.
    WrongAnswer,
}

fn events() -> impl Strategy<Value = Event> {
    use End::*;
    let end = prop::sample::select(vec![
        Acknowledged,
        AnswerLost,
        Lost,
        NotConnected,
        Refused,
        WrongAnswer,
    ]);
    let which = any::<prop::sample::Index>;
    prop_oneof![
        3 => Just(Event::Write),
        2 => which().prop_map(Event::Edit),
        4 => which().prop_map(Event::Queue),
        1 => which().prop_map(Event::TakeBack),
        2 => which().prop_map(Event::Say),
        6 => end.prop_map(Event::Send),
        1 => any::<bool>().prop_map(|sending| Event::Crash { sending }),
        2 => which().prop_map(Event::Hear),
    ]
}

/// A server as the contract has it: one body an id, for good.
#[derive(Default)]
struct Server {
    bodies: BTreeMap<LetterId, Vec<u8>>,
    told: u32,
}

impl Server {
    /// Takes a body; false is the answer 409.
    fn put(&mut self, sent: &Outgoing) -> bool {
        let stored = self.bodies.entry(sent.id.clone()).or_insert_with(|| sent.body.clone());
        *stored == sent.body
    }
}

struct World {
    dir: tempfile::TempDir,
    personal: Option<Personal>,
    server: Server,
    /// Every text that was written last, by its question.
    written: BTreeMap<LetterId, String>,
    acknowledged: BTreeSet<LetterId>,
    clock: i64,
    count: u32,
}

impl World {
    fn personal(&self) -> &Personal {
        self.personal.as_ref().unwrap()
    }

    fn pick(&self, which: &prop::sample::Index) -> Option<LetterId> {
        let ids: Vec<_> = self.written.keys().cloned().collect();
        (!ids.is_empty()).then(|| which.get(&ids).clone())
    }

    fn next_text(&mut self) -> String {
        self.count += 1;
        format!("text {}", self.count)
    }

    fn happen(&mut self, event: &Event) {
        // Long enough that no pause is left.
        self.clock += 10_000;
        let now = at(self.clock);
        match event {
            Event::Write => {
                let text = self.next_text();
                let id = self.personal().save_draft(None, &draft(&text), now).unwrap();
                self.written.insert(id, text);
            }
            Event::Edit(which) => {
                let Some(id) = self.pick(which) else { return };
                let text = self.next_text();
                // Too late for some; then the text is what it was.
                if self.personal().save_draft(Some(&id), &draft(&text), now).is_ok() {
                    self.written.insert(id, text);
                }
            }
            Event::Queue(which) => {
                let Some(id) = self.pick(which) else { return };
                if let Ok(new) = self.personal().queue(&id, &member(), now) {
                    self.renamed(&id, new);
                }
            }
            Event::TakeBack(which) => {
                let Some(id) = self.pick(which) else { return };
                if let Ok(new) = self.personal().take_back(&id, now) {
                    self.renamed(&id, new);
                }
            }
            Event::Say(which) => {
                let Some(id) = self.pick(which) else { return };
                let _ = self.personal().say(&id, "more", now);
            }
            Event::Send(end) => self.send(*end, now),
            Event::Crash { sending } => {
                if *sending
                    && let Some(sent) = self.personal().next_to_send(&member(), now).unwrap()
                {
                    self.server.put(&sent);
                }
                self.personal = None;
                self.personal = Some(Personal::open(self.dir.path(), now).unwrap());
            }
            Event::Hear(which) => {
                let Some(id) = self.pick(which) else { return };
                if self.server.bodies.contains_key(&id) {
                    self.server.told += 1;
                    let news = answer(&some_id(self.server.told));
                    let page = page(vec![update(self.server.told, &id, news)]);
                    self.personal().receive(&page, &member(), now).unwrap();
                }
            }
        }
    }

    fn renamed(&mut self, old: &LetterId, new: LetterId) {
        let text = self.written.remove(old).unwrap();
        self.written.insert(new, text);
    }

    fn send(&mut self, end: End, now: jiff::Timestamp) {
        let Some(sent) = self.personal().next_to_send(&member(), now).unwrap() else { return };
        let refuse = |personal: &Personal, code| {
            personal.refused(&sent.id, &Error::new(code, "no"), now).unwrap();
        };
        match end {
            End::NotConnected => self.personal().postponed(&sent.id).unwrap(),
            End::Lost => self.personal().unconfirmed(&sent.id).unwrap(),
            // A server that has the very bytes never refuses them.
            End::Refused if !self.server.bodies.contains_key(&sent.id) => {
                refuse(self.personal(), ErrorCode::InvalidInput);
            }
            End::AnswerLost => {
                self.server.put(&sent);
                self.personal().unconfirmed(&sent.id).unwrap();
            }
            End::WrongAnswer => {
                let wrong = Acknowledgement { digest: body_digest(b"x"), ..acknowledgement(&sent) };
                assert!(!self.personal().acknowledged(&sent.id, &wrong, now).unwrap(), "not ours");
            }
            End::Acknowledged | End::Refused => {
                if self.server.put(&sent) {
                    let right = acknowledgement(&sent);
                    assert!(self.personal().acknowledged(&sent.id, &right, now).unwrap(), "ours");
                    self.acknowledged.insert(sent.id);
                } else {
                    refuse(self.personal(), ErrorCode::Conflict);
                }
            }
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let lines = self.personal().questions().unwrap();
        prop_assert_eq!(lines.len(), self.written.len(), "no question is lost, none is doubled");
        for line in lines {
            let id = &line.id;
            prop_assert_eq!(self.written.get(id), Some(&line.subject), "the words written last");
            let there = line.state.is_the_servers();
            prop_assert_eq!(
                there,
                self.acknowledged.contains(id),
                "{:?} of {}: only by its acknowledgement",
                line.state,
                id
            );
            if there || matches!(line.state, QuestionState::Draft | QuestionState::Queued) {
                let stored = self.server.bodies.contains_key(id);
                prop_assert_eq!(there, stored, "{:?} is true of the server", line.state);
            }
        }
        for (id, body) in &self.server.bodies {
            let question = serde_json::from_slice::<hrc_domain::question::Question>(body);
            if let Ok(question) = question {
                prop_assert_eq!(
                    self.written.get(id),
                    Some(&question.subject),
                    "the server has its words"
                );
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn nothing_is_lost_and_nothing_is_doubled(events in prop::collection::vec(events(), 1..60)) {
        let (dir, personal) = fresh();
        let mut world = World {
            dir, personal: Some(personal), server: Server::default(), written: BTreeMap::new(),
            acknowledged: BTreeSet::new(), clock: 0, count: 0,
        };
        for event in &events {
            world.happen(event);
            world.check()?;
        }
        // In the end, with a network, everything that was queued arrives.
        for _ in 0..200 {
            world.clock += 10_000;
            world.send(End::Acknowledged, at(world.clock));
            world.check()?;
        }
        prop_assert_eq!(world.personal().counts().unwrap().waiting
            , waiting_for_drafts(world.personal()), "nothing waits for nothing");
    }
}

/// What waits because its question was refused.
fn waiting_for_drafts(personal: &Personal) -> u32 {
    let lines = personal.questions().unwrap();
    let here = |state| matches!(state, QuestionState::Draft | QuestionState::Failed);
    lines.iter().filter(|line| here(line.state)).map(|line| line.pending).sum()
}
