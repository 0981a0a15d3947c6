use leptos::prelude::*;

/// Runs a task once at a time. What is asked for meanwhile runs once more afterwards, however often
/// it was asked for.
#[derive(Clone, Copy, Default)]
pub(crate) struct OneAtATime {
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
}

impl OneAtATime {
    pub(crate) fn is_busy(self) -> bool {
        self.busy.get_value()
    }

    pub(crate) fn run<F: Future<Output = ()> + 'static>(self, task: impl Fn() -> F + 'static) {
        if self.is_busy() {
            self.again.set_value(true);
            return;
        }
        self.busy.set_value(true);
        leptos::task::spawn_local(async move {
            loop {
                task().await;
                // gone when the page was left meanwhile
                match self.again.try_get_value() {
                    Some(true) => self.again.set_value(false),
                    Some(false) => break self.busy.set_value(false),
                    None => break,
                }
            }
        });
    }
}
