//! When the next sync is due.
//!
//! Time comes in as an argument, chance too: nothing here waits or rolls dice.

use std::time::Duration;

/// Between one sync and the next when all is well.
const PERIOD: Duration = Duration::from_secs(15 * 60);

/// After a first failure; doubled by each further one.
const FIRST_RETRY: Duration = Duration::from_secs(30);

/// The longest wait after failures.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Counts failures and tells how long to wait.
#[derive(Debug, Default, Clone, Copy)]
pub struct Schedule {
    failures: u32,
}

impl Schedule {
    /// Notes how a sync ended.
    pub fn note(&mut self, succeeded: bool) {
        self.failures = if succeeded { 0 } else { self.failures.saturating_add(1) };
    }

    /// How long to wait for the next. `chance`, from 0 to 1, spreads it by a fifth to either side,
    /// so that a town hall's computers, all switched on at eight, do not ask all at once.
    pub fn wait(&self, chance: f64) -> Duration {
        let plain = match self.failures {
            0 => PERIOD,
            n => FIRST_RETRY.saturating_mul(2_u32.saturating_pow(n - 1)).min(LONGEST),
        };
        plain.mul_f64(0.8 + 0.4 * chance.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(failures: u32) -> Duration {
        let mut schedule = Schedule::default();
        (0..failures).for_each(|_| schedule.note(false));
        schedule.wait(0.5)
    }

    #[test]
    fn all_well_means_every_quarter_of_an_hour_more_or_less() {
        let schedule = Schedule::default();
        assert_eq!(schedule.wait(0.0), PERIOD.mul_f64(0.8), "never much sooner");
        assert_eq!(schedule.wait(1.0), PERIOD.mul_f64(1.2), "never much later");
        assert_eq!(schedule.wait(f64::NAN.max(7.0)), schedule.wait(1.0), "chance has its bounds");
    }

    #[test]
    fn failures_make_it_wait_longer_but_never_for_ever() {
        assert!(after(1) < after(0), "a first failure is often a hiccup");
        assert!(after(2) > after(1) && after(5) > after(4), "then patience grows");
        assert_eq!(after(40), LONGEST, "and has an end");
        let mut schedule = Schedule { failures: 40 };
        schedule.note(true);
        assert_eq!(schedule.wait(0.5), PERIOD, "a success forgives everything");
    }
}
