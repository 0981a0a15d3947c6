use super::{
    queue::Uploads,
    transfer::{Existing, State, Transfer},
};
use crate::components::Dialog;
use leptos::prelude::*;

/// Asks once, for all that came together, what is done where names are taken.
#[component]
pub(super) fn ExistingDialog(
    /// The queue.
    uploads: Uploads,
) -> impl IntoView {
    // told again with every change, since more of them may turn out to be there
    let asked = Memo::new(move |_| {
        uploads.changes.track();
        uploads.all.with_untracked(|all| {
            let asks = |one: &&Transfer| one.state.get_untracked() == State::Asking;
            let first = all.iter().find(asks)?;
            let together = |one: &&Transfer| asks(one) && one.existing == first.existing;
            Some((first.id, first.name.clone(), all.iter().filter(together).count()))
        })
    });
    let open = Memo::new(move |_| asked.with(Option::is_some));
    let decide = move |existing: Existing| {
        let Some((id, ..)) = asked.get_untracked() else { return };
        let found = uploads.all.with_untracked(|all| all.iter().find(|one| one.id == id).cloned());
        if let Some(found) = found {
            uploads.decide(&found, existing);
        }
    };
    let words = move || {
        asked.get().map(|(_, name, count)| match count {
            1 => format!("{name} is there already."),
            count => format!("{name} and {} more are there already.", count - 1),
        })
    };
    let answer = move |label: &'static str, existing: Existing, class: &'static str| {
        view! { <button type="button" class=class on:click=move |_| decide(existing)>{label}</button> }
    };
    view! {
        <Dialog
            open
            labelled_by="existing-heading"
            // closed without an answer: nothing is overwritten
            on_close=Callback::new(move |()| decide(Existing::Skip))
        >
            <h2 id="existing-heading">"Some names are taken"</h2>
            <p class="name">{words}</p>
            <p class="hint">"Your answer counts for everything that you dropped or picked with it."</p>
            <div class="dialog-actions">
                {answer("Skip", Existing::Skip, "button")}
                {answer("Keep both", Existing::KeepBoth, "button")}
                {answer("Replace", Existing::Replace, "button danger")}
            </div>
        </Dialog>
    }
    .into_any()
}
