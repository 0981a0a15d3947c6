use super::{
    existing::ExistingDialog,
    queue::Uploads,
    transfer::{State, Transfer, pace},
};
use crate::{
    components::{BusyButton, Icon, When},
    parts::part,
    text,
};
use leptos::prelude::*;

/// How many are listed: those that are under way or need somebody come first.
const LISTED: usize = 50;

/// All of them together.
#[derive(Clone, Copy, Default, PartialEq)]
struct Sum {
    count: usize,
    settled: usize,
    failed: usize,
    bytes: u64,
    settled_bytes: u64,
}

/// What is on its way, over every page.
#[component]
pub(crate) fn UploadPanel() -> impl IntoView {
    let uploads = Uploads::get();
    let some = Memo::new(move |_| uploads.all.with(|all| !all.is_empty()));
    view! {
        <When is=some>{panel(uploads)}</When>
    }
    .into_any()
}

part! {
    /// The panel itself.
    panel: Panel { uploads: Uploads }
}

#[component]
fn Panel(uploads: Uploads) -> impl IntoView {
    let folded = RwSignal::new(false);
    let sum = Memo::new(move |_| {
        uploads.changes.track();
        uploads.all.with(|all| {
            all.iter().fold(Sum::default(), |mut sum, transfer| {
                let (state, size) = (transfer.state.get_untracked(), transfer.sending.size());
                sum.count += 1;
                sum.bytes += size;
                sum.settled += usize::from(state.is_settled());
                sum.failed += usize::from(matches!(state, State::Failed(_)));
                sum.settled_bytes += if state.is_settled() { size } else { 0 };
                sum
            })
        })
    });
    let under_way = Memo::new(move |_| sum.with(|sum| sum.settled < sum.count));
    // of those that are being sent right now, few at a time
    let flow = move || {
        uploads.changes.track();
        let sending = |transfer: &&Transfer| transfer.state.get_untracked() == State::Sending;
        uploads.all.with(|all| {
            all.iter().filter(sending).fold((0, 0.0), |(sent, speed), transfer| {
                let flow = transfer.sending.flow.get();
                (sent + flow.sent, speed + flow.speed)
            })
        })
    };
    let words = move || {
        let sum = sum.get();
        if sum.settled == sum.count {
            return match (sum.count, sum.failed) {
                (1, 0) => "Upload ended".to_owned(),
                (count, 0) => format!("{count} uploads ended"),
                (_, failed) => format!("{failed} of {} not uploaded", sum.count),
            };
        }
        format!("Uploading {} of {}", sum.settled + 1, sum.count)
    };
    let rate = move || {
        let (sum, (sent, speed)) = (sum.get(), flow());
        let sent = sum.settled_bytes + sent;
        let far = format!("{} of {}", text::bytes(sent), text::bytes(sum.bytes));
        if speed > 0.0 {
            format!("{far} · {}", pace(sum.bytes.saturating_sub(sent), speed))
        } else {
            far
        }
    };
    let listed = Memo::new(move |_| {
        uploads.changes.track();
        uploads.all.with(|all| {
            let rank = |transfer: &&Transfer| match transfer.state.get_untracked() {
                State::Sending | State::Broken(_) | State::Asking => 0,
                State::Failed(_) => 1,
                State::Waiting => 2,
                _ => 3,
            };
            let mut ids: Vec<(i32, usize)> =
                all.iter().map(|transfer| (rank(&transfer), transfer.id)).collect();
            // in the order in which they came, so that nothing jumps while all can be shown
            if ids.len() > LISTED {
                ids.sort_unstable();
                ids.truncate(LISTED);
            }
            ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    let more = move || sum.with(|sum| sum.count.saturating_sub(LISTED));
    view! {
        <section class="uploads" aria-label="Uploads">
            <header>
                <p role="status"><strong>{words}</strong></p>
                <When is=under_way>
                    <button type="button" class="button small quiet" on:click=move |_| uploads.cancel_all()>"Cancel all"</button>
                </When>
                <button
                    type="button"
                    class="button icon-button small quiet"
                    aria-expanded=move || (!folded.get()).to_string()
                    aria-label="Show each upload"
                    on:click=move |_| folded.update(|folded| *folded = !*folded)
                >
                    <Icon name=Signal::derive(move || if folded.get() { "up" } else { "down" }) />
                </button>
                <When is=Signal::derive(move || !under_way.get())>
                    <button
                        type="button"
                        class="button icon-button small quiet"
                        aria-label="Close uploads"
                        on:click=move |_| uploads.clear()
                    >
                        <Icon name="close" />
                    </button>
                </When>
            </header>
            <When is=under_way>
                <progress
                    aria-label="All uploads"
                    max=move || sum.with(|sum| sum.bytes.max(1)).to_string()
                    value=move || (sum.with(|sum| sum.settled_bytes) + flow().0).to_string()
                ></progress>
                <p class="hint">{rate}</p>
            </When>
            <ul hidden=move || folded.get()>
                <For each=move || listed.get() key=|id| *id let:id>
                    <Line uploads id />
                </For>
            </ul>
            <When is=Signal::derive(move || more() > 0)>
                <p class="hint">{more}" more"</p>
            </When>
        </section>
        <ExistingDialog uploads />
    }
    .into_any()
}

#[component]
fn Line(uploads: Uploads, id: usize) -> impl IntoView {
    let found = uploads.all.with_untracked(|all| all.iter().find(|one| one.id == id).cloned());
    found.map(|transfer| {
        let state = transfer.state.clone();
        let state = Memo::new(move |_| state.get());
        let sending = Memo::new(move |_| state.get() == State::Sending);
        let settled = Memo::new(move |_| state.with(State::is_settled));
        let retryable = Memo::new(move |_| state.with(State::is_retryable));
        let name = transfer.name.clone();
        let size = transfer.sending.size();
        let transfer = StoredValue::new(transfer);
        let look = move || {
            state.with(|state| match state {
                State::Done(_) => ("check", "good"),
                State::Failed(_) => ("alert", "bad"),
                State::Broken(_) | State::Asking => ("alert", "warn"),
                State::Cancelled | State::Skipped => ("close", "idle"),
                State::Waiting | State::Sending => ("upload", "idle"),
            })
        };
        let words = move || {
            if sending.get() {
                transfer.with_value(Transfer::progress)
            } else {
                state.with(State::words)
            }
        };
        let sent = move || transfer.with_value(|transfer| transfer.sending.flow.get().sent.min(size));
        let (cancel, again) = (format!("Cancel {name}"), format!("Retry {name}"));
        let label = name.clone();
        view! {
            <li>
                <span data-tone=move || look().1><Icon name=Signal::derive(move || look().0) /></span>
                <span class="upload-name" title=name.clone()>{name.clone()}</span>
                <span class="upload-buttons">
                    <When is=Signal::derive(move || !settled.get())>
                        <BusyButton
                            busy=false
                            icon="close"
                            label=Signal::stored("Cancel".to_owned())
                            name=Signal::stored(cancel.clone())
                            class="quiet small"
                            compact=true
                            on_press=Callback::new(move |()| transfer.with_value(|one| uploads.cancel(one)))
                        />
                    </When>
                    <When is=retryable>
                        <BusyButton
                            busy=false
                            icon="restart"
                            label=Signal::stored("Retry".to_owned())
                            name=Signal::stored(again.clone())
                            class="quiet small"
                            compact=true
                            on_press=Callback::new(move |()| transfer.with_value(|one| uploads.retry(one)))
                        />
                    </When>
                </span>
                <span class="upload-state">
                    <When is=sending>
                        <progress aria-label=label.clone() max=size.max(1).to_string() value=move || sent().to_string()></progress>
                    </When>
                    <span class="hint">{words}</span>
                </span>
            </li>
        }
    })
}
