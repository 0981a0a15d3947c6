use crate::{
    text,
    types::{Container, ContainerState, Status},
};

/// What is to be said between lines: when the container began and ended, and what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where it stands: in nanoseconds since 1970.
    pub(super) at: i64,
    pub(super) says: Says,
    /// When it happened, as the engine has it.
    pub(super) told: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Started,
    /// How it ended: `exited with 3: ended with an error`.
    Ended(String),
    /// Lines are missing here.
    Gap,
}

/// What is known of the container's runs: the last one, and those that ended while somebody looked on.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// In their order.
    marks: Vec<Mark>,
    /// How the last run ended, while there is no other. It stands behind all lines: the engine may
    /// say that a run ended before it has written down the last of them.
    over: Option<Mark>,
}

/// How many are kept: a container may start and end for days.
const MOST: usize = 500;
/// How much later than the first line the engine may say that a container was started, in
/// nanoseconds: it says so when it is done with starting.
const LATE: i64 = 1_000_000_000;

/// From when on lines belong to the present run, or the last one, in nanoseconds since 1970.
pub(super) fn begin_of_run(state: &ContainerState, is_alive: bool) -> Option<i64> {
    let started = moment(state.started_at.as_deref())?;
    // that of the run before
    let ended = moment(state.finished_at.as_deref()).filter(|ended| is_alive && *ended < started);
    Some(ended.map_or(started - LATE, |ended| (ended + 1).max(started - LATE)))
}

fn moment(at: Option<&str>) -> Option<i64> {
    // the engine says year 1 for never
    at.and_then(text::nanoseconds).filter(|at| *at > 0)
}

impl Runs {
    /// Takes the container as it is now; tells whether that is news.
    pub(super) fn take(&mut self, container: &Container) -> bool {
        let before = (self.marks.clone(), self.over.clone());
        let state = &container.state;
        let is_alive = container.status.is_alive();
        if is_alive && let Some(ended) = self.over.take() {
            self.add(ended);
        }
        if let (Some(at), Some(told)) =
            (begin_of_run(state, is_alive), moment(state.started_at.as_deref()))
            && !self.marks.iter().any(|mark| mark.says == Says::Started && mark.told == told)
        {
            self.add(Mark { at, says: Says::Started, told });
        }
        if !is_alive
            && container.status != Status::Created
            && let (Some(at), Some(how)) =
                (moment(state.finished_at.as_deref()), text::ended(state))
        {
            self.over = Some(Mark { at, says: Says::Ended(how), told: at });
        }
        before != (self.marks.clone(), self.over.clone())
    }

    /// Adds one. Of the same kind the next holds: the engine knows the moment better a little later.
    pub(super) fn add(&mut self, mark: Mark) {
        if self.marks.contains(&mark) {
            return;
        }
        let place = self.marks.partition_point(|other| other.at <= mark.at);
        self.marks.insert(place, mark);
        self.marks.dedup_by(|next, before| {
            let is_same = match (&before.says, &next.says) {
                (Says::Started, Says::Started) | (Says::Ended(_), Says::Ended(_)) => true,
                (Says::Gap, Says::Gap) => before.at == next.at,
                _ => false,
            };
            if is_same {
                std::mem::swap(before, next);
            }
            is_same
        });
        if self.marks.len() > MOST {
            self.marks.remove(0);
        }
    }

    /// What is to be said between two lines, or behind the last. That it was started is no news
    /// before the first line there is.
    pub(super) fn between(&self, before: Option<i64>, after: Option<i64>) -> Vec<Mark> {
        let Some(before) = before else { return Vec::new() };
        let here = |mark: &&Mark| mark.at > before && after.is_none_or(|after| mark.at <= after);
        self.marks.iter().filter(here).cloned().collect()
    }

    /// What is to be said behind the last line: how the last run ended, where none has begun since.
    pub(super) fn over(&self) -> Option<Mark> {
        self.over.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Runs, Says, begin_of_run};
    use crate::{text::nanoseconds, types::ContainerState};

    fn mark(at: i64, says: Says) -> Mark {
        Mark { at, says, told: at }
    }

    #[test]
    fn lines_before_the_engine_is_done_with_starting_belong_to_the_run() {
        let state = |started: &str, finished: &str| ContainerState {
            started_at: Some(started.to_owned()),
            finished_at: Some(finished.to_owned()),
            ..ContainerState::default()
        };
        let never = "0001-01-01T00:00:00Z";
        let started = "2026-01-20T15:30:10Z";
        let expected = nanoseconds("2026-01-20T15:30:09Z");
        for finished in [never, "2026-01-20T15:29:00Z", "2026-01-20T15:30:12Z"] {
            assert_eq!(begin_of_run(&state(started, finished), true), expected, "{finished}");
        }
        let ended = "2026-01-20T15:30:09.5Z";
        assert_eq!(begin_of_run(&state(started, ended), true), nanoseconds(ended).map(|at| at + 1));
        // too short for the engine to be done with starting before it was over
        assert_eq!(begin_of_run(&state(started, ended), false), expected);
        assert_eq!(begin_of_run(&ContainerState::default(), true), None);
    }

    #[test]
    fn marks_stand_where_they_happened() {
        let mut runs = Runs::default();
        runs.add(mark(10, Says::Started));
        runs.add(mark(20, Says::Ended("exited with 3".to_owned())));
        runs.add(mark(30, Says::Started));
        let says = |before, after| -> Vec<_> {
            runs.between(before, after).into_iter().map(|mark| mark.at).collect()
        };
        assert!(says(None, Some(15)).is_empty());
        assert!(says(Some(15), Some(18)).is_empty());
        assert_eq!(says(Some(15), Some(40)), [20, 30]);
        assert_eq!(says(Some(15), None), [20, 30]);
    }

    #[test]
    fn the_same_is_said_once() {
        let mut runs = Runs::default();
        let ended = |at, how: &str| mark(at, Says::Ended(how.to_owned()));
        for said in [
            mark(10, Says::Started),
            ended(20, "a"),
            ended(21, "b"),
            mark(21, Says::Gap),
            mark(21, Says::Gap),
        ] {
            runs.add(said);
        }
        assert_eq!(runs.marks, [mark(10, Says::Started), ended(21, "b"), mark(21, Says::Gap)]);
        for at in 100..2000 {
            runs.add(mark(at, Says::Gap));
        }
        assert_eq!(runs.marks.len(), super::MOST);
    }
}
