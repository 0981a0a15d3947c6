use super::{
    draw::{Row, offset},
    feed::address,
    json::{self, Token},
    level::Level,
    line::Line,
    log::Log,
    matches,
    runs::{Mark, Says},
    wanted::{Pointed, Wanted},
};
use crate::{
    components::{Icon, StyledText},
    text::{self, Styled},
    types::{LogQuery, LogStream},
};
use leptos::prelude::*;
use std::sync::Arc;

/// How much of a line is shown at first, in bytes: a browser has to lay it out.
const SHORT: usize = 2_000;

/// A line, and what is to be said before it. What is done with it is listened for by the list.
#[component]
pub(super) fn RowView(row: Row, log: Log) -> impl IntoView {
    let Row {
        number, line, rank, before, day, is_unfolded, is_whole, is_pointed, is_local, ..
    } = row;
    let wanted = log.wanted.get_untracked();
    let href =
        Wanted { line: Some(Pointed { at: line.at, n: rank }), ..wanted.anywhere() }.address();
    let is_json = line.missing == 0 && json::is_json(&line.text);
    let is_long = line.text.len() > SHORT;
    let shown = if is_long && !is_whole {
        &line.text[..line.text.floor_char_boundary(SHORT)]
    } else {
        &line.text
    };
    let styled = Styled::parse(shown);
    let found = log.found(&styled.text, &wanted);
    view! {
        {day.map(|day| view! { <p class="log-mark log-day">{day}</p> })}
        {before.into_iter().map(|mark| view! { <MarkView mark is_local /> }).collect_view()}
        <div
            class="log-line"
            data-line=number.to_string()
            data-level=line.level.map(Level::as_str)
            data-gravity=line.gravity.map(Level::as_str)
            aria-current=is_pointed.then_some("true")
            tabindex="-1"
        >
            {line.level.map(|level| view! { <LevelSign level /> })}
            {line.is_error.then(|| view! { <abbr class="log-err" title="standard error">"err"</abbr>" " })}
            <a class="log-time" href=href title=exact(line.at, is_local) tabindex="-1" rel="nofollow">
                {time(line.at, is_local)}
            </a>
            " "
            {is_json.then(|| view! {
                <button
                    type="button"
                    class="log-fold"
                    tabindex="-1"
                    aria-expanded=is_unfolded.to_string()
                    aria-label=if is_unfolded { "Fold JSON" } else { "Unfold JSON" }
                >
                    <Icon name=if is_unfolded { "down" } else { "next" } />
                </button>
            })}
            <span class="log-text"><StyledText styled found /></span>
            {(is_long && !is_whole).then(|| {
                let rest = text::bytes((line.text.len() - shown.len()) as u64);
                let words = if line.missing == 0 {
                    format!("… show all, {rest} more")
                } else {
                    format!("… show {rest} more")
                };
                view! { <button type="button" class="log-more" tabindex="-1">{words}</button> }
            })}
            {(line.missing > 0).then(|| view! { <WholeLine line=Arc::clone(&line) cuid=wanted.cuid /> })}
            {is_unfolded.then(|| view! { <Unfolded json=line.text.clone() /> })}
        </div>
    }
    .into_any()
}

/// Says how long a line is of which only the beginning is here, and leads to all of it.
#[component]
fn WholeLine(line: Arc<Line>, cuid: String) -> impl IntoView {
    let size = text::bytes((line.text.len() + line.missing) as u64);
    let at = Some(text::moment(line.at));
    let stream = Some(if line.is_error { LogStream::Stderr } else { LogStream::Stdout });
    let query =
        LogQuery { since: at.clone(), until: at, stream, download: true, ..LogQuery::default() };
    view! {
        <span class="log-missing">
            "… "
            <a href=address(&cuid, &query) rel="external" download>
                {format!("Download the whole line, {size}")}
            </a>
        </span>
    }
    .into_any()
}

/// A level's sign: a shape of its own each.
#[component]
pub(super) fn LevelSign(level: Level) -> impl IntoView {
    let icon = match level {
        Level::Error => "failed",
        Level::Warn => "alert",
        Level::Info => "info",
        Level::Debug => "bug",
        Level::Trace => "more",
    };
    view! { <span class="log-sign" data-level=level.as_str()><Icon name=icon /></span> }
}

/// What is said between lines.
#[component]
pub(super) fn MarkView(mark: Mark, is_local: bool) -> impl IntoView {
    let (icon, tone, words) = match mark.says {
        Says::Started => ("start", "good", format!("started · {}", time(mark.told, is_local))),
        Says::Ended(how) => ("stop", "idle", format!("{how} · {}", time(mark.told, is_local))),
        Says::Gap => (
            "alert",
            "warn",
            "lines are missing here: the engine has dropped its oldest".to_owned(),
        ),
    };
    view! {
        <p class="log-mark">
            <span data-tone=tone><Icon name=icon /></span>
            <span>{words}</span>
        </p>
    }
    .into_any()
}

#[component]
fn Unfolded(json: String) -> impl IntoView {
    let piece = |(token, text): (Token, String)| {
        let class = match token {
            Token::Name => "json-name",
            Token::Text => "json-text",
            Token::Value => "json-value",
            Token::Rest => return text.into_any(),
        };
        view! { <span class=class>{text}</span> }.into_any()
    };
    view! { <pre class="log-json">{json::unfold(&json).into_iter().map(piece).collect_view()}</pre> }
}

impl Log {
    /// Where the text that is looked for is found.
    fn found(self, line: &str, wanted: &Wanted) -> Vec<std::ops::Range<usize>> {
        if wanted.is_regex {
            let found = |pattern: &Option<send_wrapper::SendWrapper<_>>| {
                pattern.as_ref().map(|pattern| matches::regex(line, pattern))
            };
            self.pattern.with_value(found).unwrap_or_default()
        } else {
            matches::literal(line, &wanted.text, wanted.ignores_case)
        }
    }
}

/// The time of day of a moment: `15:30:00.123`.
pub(super) fn time(at: i64, is_local: bool) -> String {
    let moment = text::moment(at + if is_local { offset(at) } else { 0 });
    moment.get(11..23).unwrap_or_default().to_owned()
}

/// A moment with all its digits, and where it is that time.
pub(super) fn exact(at: i64, is_local: bool) -> String {
    let offset = if is_local { offset(at) } else { 0 };
    let moment = text::moment(at + offset).replace('T', " ");
    let minutes = offset / 60_000_000_000;
    let zone = if minutes == 0 {
        "UTC".to_owned()
    } else {
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    format!("{} {zone}", moment.trim_end_matches('Z'))
}

#[cfg(test)]
mod tests {
    use super::{exact, time};

    #[test]
    fn moments_are_told_briefly_and_exactly() {
        let at = 1_795_698_543_413_749_387;
        assert_eq!(time(at, false), "13:09:03.413");
        assert_eq!(exact(at, false), "2026-11-26 13:09:03.413749387 UTC");
    }
}
