//! Where a question may go from where it stands: the only table of it, pure.

use hrc_domain::question::QuestionState;

/// What moves a question on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Somebody of the experts takes it.
    Assign,
    /// The experts ask back.
    AskBack,
    /// The experts answer, or add to an answer.
    Answer,
    /// The experts cannot answer it.
    Decline,
    /// Nothing more is to come.
    Close,
    /// The asker says something more, which reopens what was over.
    Say,
    /// The asker takes it back.
    Withdraw,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 7] = [
        Self::Assign,
        Self::AskBack,
        Self::Answer,
        Self::Decline,
        Self::Close,
        Self::Say,
        Self::Withdraw,
    ];
}

/// Where a question stands after a move; none where the move is not a legal one. `is_assigned` is
/// whether somebody of the experts has it already.
pub const fn after(from: QuestionState, made: Move, is_assigned: bool) -> Option<QuestionState> {
    use QuestionState::{Answered, Assigned, Closed, Declined, Received, ReplyNeeded, Withdrawn};
    let to = match (made, from) {
        (Move::Assign, Received | Assigned) => Assigned,
        // Who answers changed; what the asker has to do did not.
        (Move::Assign, ReplyNeeded) => ReplyNeeded,
        (Move::AskBack, Received | Assigned | ReplyNeeded) => ReplyNeeded,
        (Move::Answer, Received | Assigned | ReplyNeeded | Answered) => Answered,
        (Move::Decline, Received | Assigned | ReplyNeeded) => Declined,
        (Move::Close, ReplyNeeded | Answered | Declined) => Closed,
        (Move::Say, Received | Assigned | ReplyNeeded | Answered | Declined | Closed) => {
            if is_assigned {
                Assigned
            } else {
                Received
            }
        }
        // Taking back twice is no mistake.
        (Move::Withdraw, Received | Assigned | ReplyNeeded | Answered | Declined | Closed)
        | (Move::Withdraw, Withdrawn) => Withdrawn,
        _ => return None,
    };
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use QuestionState as S;

    /// The whole table: for each state of the server, where each move of [`Move::ALL`] leads when
    /// somebody has the question.
    const TABLE: [(S, [Option<S>; 7]); 7] = {
        const A: Option<S> = Some(S::Assigned);
        const R: Option<S> = Some(S::ReplyNeeded);
        const Y: Option<S> = Some(S::Answered);
        const D: Option<S> = Some(S::Declined);
        const C: Option<S> = Some(S::Closed);
        const W: Option<S> = Some(S::Withdrawn);
        [
            // assign, ask back, answer, decline, close, say, withdraw
            (S::Received, [A, R, Y, D, None, A, W]),
            (S::Assigned, [A, R, Y, D, None, A, W]),
            (S::ReplyNeeded, [R, R, Y, D, C, A, W]),
            (S::Answered, [None, None, Y, None, C, A, W]),
            (S::Declined, [None, None, None, None, C, A, W]),
            (S::Closed, [None, None, None, None, None, A, W]),
            (S::Withdrawn, [None, None, None, None, None, None, W]),
        ]
    };

    #[test]
    fn every_move_from_every_state_is_in_the_table() {
        for (from, row) in TABLE {
            for (made, to) in Move::ALL.into_iter().zip(row) {
                assert_eq!(after(from, made, true), to, "{made:?} from {from:?}");
                let unassigned = if made == Move::Say { to.and(Some(S::Received)) } else { to };
                assert_eq!(
                    after(from, made, false),
                    unassigned,
                    "{made:?} from {from:?}, nobody's"
                );
            }
        }
    }

    #[test]
    fn what_only_the_askers_computer_says_is_never_moved_here() {
        for from in S::ALL.into_iter().filter(|state| !state.is_the_servers()) {
            for made in Move::ALL {
                assert_eq!(after(from, made, true), None, "{made:?} from {from:?}");
            }
        }
    }
}
