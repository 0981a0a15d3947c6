use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

/// Runs a task once at a time. What is asked for meanwhile runs once more afterwards, however often
/// it was asked for.
#[derive(Clone, Copy)]
pub(crate) struct OneAtATime {
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
    running: StoredValue<Option<AbortHandle>>,
}

impl OneAtATime {
    /// One that belongs to the component it is made in: a task that runs when that is left ends
    /// there, since what it would change is gone.
    pub(crate) fn new() -> Self {
        let running = StoredValue::new(None::<AbortHandle>);
        on_cleanup(move || {
            if let Some(Some(running)) = running.try_get_value() {
                running.abort();
            }
        });
        Self { busy: StoredValue::default(), again: StoredValue::default(), running }
    }

    pub(crate) fn is_busy(self) -> bool {
        self.busy.get_value()
    }

    pub(crate) fn run<F: Future<Output = ()> + 'static>(self, task: impl Fn() -> F + 'static) {
        if self.is_busy() {
            self.again.set_value(true);
            return;
        }
        self.busy.set_value(true);
        let (tasks, abort) = abortable(async move {
            loop {
                task().await;
                if !self.again.get_value() {
                    break self.busy.set_value(false);
                }
                self.again.set_value(false);
            }
        });
        self.running.set_value(Some(abort));
        leptos::task::spawn_local(async move {
            let _ = tasks.await;
        });
    }
}
