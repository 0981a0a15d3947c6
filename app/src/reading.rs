use leptos::prelude::*;

/// What is read anew whenever something changes that `read` looks at; `None` while it is being read.
/// Unlike a resource, it keeps nothing around it waiting.
pub(crate) fn reading<T: Send + Sync + 'static, F: Future<Output = T> + 'static>(
    read: impl Fn() -> F + 'static,
) -> RwSignal<Option<T>> {
    let value = RwSignal::new(None);
    let latest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let turn = latest.get_value().wrapping_add(1);
        latest.set_value(turn);
        let answer = read();
        value.set(None);
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            if latest.try_get_value() == Some(turn) {
                value.try_set(Some(answer));
            }
        });
    });
    value
}
