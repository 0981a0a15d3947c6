use super::{
    events::Said,
    feed::{Feed, Stop},
    line::Line,
    ring::Ring,
};
use crate::{
    components::StyledText,
    text::Styled,
    types::{ApiError, LogQuery},
};
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;
use std::sync::Arc;

/// How many lines are shown: the last of them.
const SHOWN: i64 = 500;

/// What a container writes, from its start on and as it writes it.
#[component]
pub(crate) fn Output(
    /// The container's id.
    cuid: String,
) -> impl IntoView {
    let lines = RwSignal::new(Vec::<(i64, Arc<Line>)>::new());
    let ended = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let following = StoredValue::new(None::<AbortHandle>);
    Effect::new(move |_| {
        let cuid = cuid.clone();
        let (follow, abort) = abortable(async move { follow(&cuid, lines).await });
        following.set_value(Some(abort));
        leptos::task::spawn_local(async move {
            if let Ok(followed) = follow.await {
                problem.try_set(followed.err().map(|error| error.message));
                ended.try_set(true);
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(abort)) = following.try_get_value() {
            abort.abort();
        }
    });
    let nothing = move || if ended.get() { "It wrote nothing." } else { "Nothing written yet." };
    view! {
        <div class="output" role="log" aria-label="Output" tabindex="0">
            <pre>
                <For
                    each=move || lines.get()
                    key=|(number, line)| (*number, line.text.len())
                    let((_, line))
                >
                    <StyledText styled=Styled::parse(&line.text) />
                    "\n"
                </For>
                {move || problem.get()}
            </pre>
            {move || lines.with(Vec::is_empty).then(|| view! { <p class="hint">{nothing}</p> })}
        </div>
    }
    .into_any()
}

async fn follow(cuid: &str, lines: RwSignal<Vec<(i64, Arc<Line>)>>) -> Result<(), ApiError> {
    let mut feed = Feed::open(cuid, LogQuery::default()).await?;
    let mut ring = Ring::default();
    loop {
        match feed.next().await {
            Ok(said) => {
                let mut is_over = false;
                for one in said {
                    match one {
                        Said::Line(sent) => {
                            ring.push(sent, |_| true);
                        }
                        Said::End => is_over = true,
                        Said::Broken(error) => return Err(error),
                        Said::Gap => {}
                    }
                }
                let numbers = ring.numbers();
                let last = numbers.start.max(numbers.end - SHOWN)..numbers.end;
                lines.set(last.filter_map(|at| Some((at, Arc::clone(ring.get(at)?)))).collect());
                if is_over {
                    return Ok(());
                }
            }
            Err(Stop::Ended | Stop::Lost) => return Ok(()),
        }
    }
}
