use super::{Draft, Ground};
use crate::{
    components::Field,
    text::{self, decimals},
};
use leptos::prelude::*;

/// What the container may use, against what the host has and what the others have been promised.
#[component]
pub(super) fn LimitFields(
    /// What is filled in.
    draft: Draft,
    /// What the host has to give.
    ground: Ground,
) -> impl IntoView {
    let Ground { host, promised, .. } = ground;
    let cores = u32::try_from(host.cpus).map_or(0.0, f64::from);
    let cpus = Share {
        of: cores,
        others: promised.cpus,
        containers: promised.cpu_containers,
        shown: |cpus| format!("{}", (cpus * 100.0).round() / 100.0),
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "parts of a bar, and binary units with one digit"
    )]
    let memory = Share {
        of: host.memory_bytes as f64,
        others: promised.memory_bytes as f64,
        containers: promised.memory_containers,
        shown: shown_bytes,
    };
    let cpus_typed = Memo::new(move |_| draft.cpus.with(|text| text.trim().parse::<f64>().ok()));
    #[expect(clippy::cast_precision_loss, reason = "a part of a bar")]
    let memory_typed = Memo::new(move |_| {
        draft.memory.with(|text| text::about_bytes(text).map(|bytes| bytes as f64))
    });
    let cpus_hint = match host.cpus {
        0 => "Cores, such as 0.5.".to_owned(),
        1 => "0.01 to 1: this host has 1 core.".to_owned(),
        cpus => format!("0.01 to {cpus}: this host has {cpus} cores."),
    };
    let memory_hint = match host.memory_bytes {
        0 => "At least 6m, such as 512m or 1.5g.".to_owned(),
        memory => format!("Such as 512m or 1.5g; this host has {}.", text::bytes(memory)),
    };
    view! {
        <fieldset>
            <legend>"Limits"</legend>
            <div class="columns">
                <div class="limit">
                    <Field id="cpus" label="CPUs" value=draft.cpus errors=draft.errors path="resources.cpus" hint=Signal::stored(cpus_hint) input_mode="decimal" placeholder="no limit" />
                    <ShareBar share=cpus typed=cpus_typed />
                </div>
                <div class="limit">
                    <Field id="memory" label="Memory" value=draft.memory errors=draft.errors path="resources.memory" hint=Signal::stored(memory_hint) placeholder="no limit" />
                    <ShareBar share=memory typed=memory_typed />
                </div>
                <Field id="pids" label="Processes" value=draft.pids errors=draft.errors path="resources.pids" hint=Signal::stored("Processes and threads at once.".to_owned()) input_mode="numeric" placeholder="no limit" />
            </div>
        </fieldset>
    }
    .into_any()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of floats stops at the ends"
)]
fn shown_bytes(bytes: f64) -> String {
    text::bytes(bytes as u64)
}

/// What there is of something, and what of it the others have been promised.
#[derive(Clone, Copy)]
struct Share {
    of: f64,
    others: f64,
    containers: usize,
    shown: fn(f64) -> String,
}

impl Share {
    /// The same in words.
    fn words(self, typed: Option<f64>) -> String {
        let Self { of, others, containers, shown } = self;
        let all = others + typed.unwrap_or_default();
        let others = match containers {
            0 => "No other container has a limit here.".to_owned(),
            1 => format!("1 other container may use {}.", shown(others)),
            count => format!("{count} other containers may use {} together.", shown(others)),
        };
        if typed.is_some() && all > of {
            format!(
                "{others} With this one that is {} of {}: they may have to share.",
                shown(all),
                shown(of)
            )
        } else {
            others
        }
    }

    /// Parts of the whole in percent: the others', this one's. More than there is fills the bar.
    fn parts(self, typed: Option<f64>) -> (f64, f64) {
        let typed = typed.filter(|typed| typed.is_finite()).unwrap_or_default().max(0.0);
        let whole = self.of.max(self.others + typed);
        (self.others / whole * 100.0, typed / whole * 100.0)
    }
}

/// What the others may use, what this one may, and what is left.
#[component]
fn ShareBar(share: Share, typed: Memo<Option<f64>>) -> impl IntoView {
    // nothing is known of the host while its engine does not answer
    (share.of > 0.0).then(|| {
        let parts = move || share.parts(typed.get());
        let too_much =
            move || typed.get().is_some_and(|typed| typed + share.others > share.of);
        view! {
            <svg class="share" class:too-much=too_much aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
                <rect class="share-all" width="100" height="6" />
                <rect class="share-others" width=move || decimals(parts().0, 2) height="6" />
                <rect
                    class="share-this"
                    x=move || decimals(parts().0, 2)
                    width=move || decimals(parts().1, 2)
                    height="6"
                />
            </svg>
            <p class="hint">{move || share.words(typed.get())}</p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_is_told_in_words_and_parts() {
        let share = |others, containers| Share {
            of: 4.0,
            others,
            containers,
            shown: |cpus| cpus.to_string(),
        };
        assert_eq!(share(0.0, 0).words(None), "No other container has a limit here.");
        assert_eq!(share(1.0, 2).words(Some(2.0)), "2 other containers may use 1 together.");
        assert_eq!(
            share(3.0, 1).words(Some(2.0)),
            "1 other container may use 3. With this one that is 5 of 4: they may have to share."
        );
        assert_eq!(share(1.0, 1).parts(Some(2.0)), (25.0, 50.0));
        assert_eq!(share(6.0, 1).parts(Some(2.0)), (75.0, 25.0));
        assert_eq!(share(0.0, 0).parts(Some(f64::NAN)), (0.0, 0.0));
    }
}
