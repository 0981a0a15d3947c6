use super::support::{Fixture, data, parse};
use app::types::{Container, LogLine};
use std::fs;

/// Lines put together again from their pieces.
fn whole(lines: &[LogLine]) -> Vec<String> {
    let mut put_together = Vec::new();
    let mut open = String::new();
    for line in lines {
        open.push_str(&line.data);
        if !line.more {
            put_together.push(std::mem::take(&mut open));
        }
    }
    assert_eq!(open, "");
    put_together
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_written_arrives_line_by_line() {
    let on = Fixture::ended(
        r#"printf 'nul \000 byte\n'; printf '\033[31mred\033[0m\n'; printf 'carriage\rreturn\r\n'
           printf '\n'; printf '\r\n'; printf 'data: {"a":1}\\n\n'; printf 'id: 1\n'; printf 'ä€😀\n'
           printf '\342\200\250separator\n'; printf '\001\000\000\000\000\000\000\005frame\n'; printf 'last'"#,
    )
    .await;
    let expected = [
        "nul \0 byte",
        "\u{1b}[31mred\u{1b}[0m",
        "carriage\rreturn",
        "",
        "",
        r#"data: {"a":1}\n"#,
        "id: 1",
        "ä€😀",
        "\u{2028}separator",
        "\u{1}\0\0\0\0\0\0\u{5}frame",
        "last",
    ];
    let lines = on.lines(&[]).await;
    assert_eq!(data(&lines), expected);
    assert!(lines.iter().all(|line| line.encoding == "utf8"));
    let (followed, _) = on.follow(&[]).await.read_to_end().await;
    assert_eq!(followed, lines);
    assert_eq!(on.text(&[]).await, expected.map(|line| format!("{line}\n")).concat());
    assert_eq!(data(&on.lines(&[("grep", "\0")]).await), [expected[0], expected[9]]);
    assert_eq!(data(&on.lines(&[("grep", "return$"), ("regex", "true")]).await), [expected[2]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_text_harm_nobody() {
    // the engine's own file holds text alone: what is none has become U+FFFD there
    let on = Fixture::ended(r"printf 'good\n\377\376\200 bad\ngood\n'").await;
    let lines = on.lines(&[]).await;
    assert_eq!((lines.len(), lines[1].encoding.as_str()), (3, "utf8"));
    assert_eq!(lines[1].data.trim_start_matches('\u{fffd}'), " bad");
    assert_eq!(data(&on.lines(&[("grep", " bad")]).await), [lines[1].data.as_str()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_megabytes_on_one_line_come_in_pieces() {
    // `needle` lies across the edge of two pieces, and at the end
    let on = Fixture::ended(
        "(head -c 262141 /dev/zero | tr '\\0' x; printf needle; head -c 9000000 /dev/zero | tr '\\0' y; echo needle) \
         && echo short",
    )
    .await;
    let lines = on.lines(&[]).await;
    assert!(lines.iter().all(|line| line.data.len() <= 300_000 && line.encoding == "utf8"));
    let (first, rest) = whole(&lines).split_first().map(|(a, b)| (a.clone(), b.to_vec())).unwrap();
    assert_eq!(first.len(), 262_141 + 6 + 9_000_000 + 6);
    assert_eq!(rest, ["short"]);
    assert_eq!(&first[262_139..262_149], "xxneedleyy");
    assert!(on.text(&[]).await == format!("{first}\nshort\n"), "text has it on one line");

    // from the first piece on in which it is found
    let found = on.lines(&[("grep", "needle")]).await;
    assert_eq!(found.len(), lines.len() - 2, "all but the first piece and the short line");
    assert!(on.lines(&[("grep", "xneedley")]).await.len() == found.len());
    let at_end = on.lines(&[("grep", "yneedle$"), ("regex", "true")]).await;
    assert_eq!((at_end.len(), at_end[0].more), (1, false));
    assert!(on.lines(&[("grep", "^y"), ("regex", "true")]).await.is_empty());
    assert_eq!(data(&on.lines(&[("tail", "1")]).await), ["short"]);
    let tail = on.lines(&[("tail", "2")]).await;
    assert_eq!((tail.len(), tail[0].at.as_str()), (2, lines[0].at.as_str()));
    assert!(tail[0].data.ends_with("yneedle") && !tail[0].more);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_lines_that_alternate_stay_apart() {
    let on = Fixture::ended(
        "for i in 1 2 3; do
             head -c 30000 /dev/zero | tr '\\0' $i; echo short $i >&2; head -c 30000 /dev/zero | tr '\\0' $i; echo
         done",
    )
    .await;
    let lines = on.lines(&[]).await;
    let text = on.text(&[]).await;
    for i in 1..=3 {
        let long = i.to_string().repeat(60_000);
        let short = format!("short {i}");
        assert!(data(&lines).contains(&long.as_str()) && data(&lines).contains(&short.as_str()));
        assert!(text.lines().any(|line| line == long) && text.lines().any(|line| line == short));
    }
    assert_eq!((lines.len(), text.lines().count()), (6, 6));
    for tail in 1..=6 {
        assert_eq!(on.lines(&[("tail", &tail.to_string())]).await, lines[6 - tail..], "{tail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminals_log_is_read_too() {
    let on = Fixture::ended("true").await;
    // no definition of this server's has a terminal; an operator's may
    let file = on.app.container_folder(&on.cuid).join("compose.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let command = r"printf '\\001\\000\\000\\000\\000\\000\\000\\005one\\n'; head -c 40000 /dev/zero | tr '\\0' x; echo; printf last";
    let edited = text
        .replace("    init: true\n", "    init: true\n    tty: true\n")
        .replace("- \"true\"", &format!("- \"{command}\""));
    fs::write(&file, edited).unwrap();
    let file = file.to_str().unwrap();
    on.app.docker().run(&["compose", "-f", file, "up", "--detach", "--force-recreate"]).await;
    let id = on.id().await;
    on.app.docker().run(&["wait", &id]).await;
    assert_eq!(on.app.docker().inspect(&id).await["Config"]["Tty"], true);
    let mut events = on.app.events().await;
    if on.app.container(&on.cuid).await.state.container_id.as_ref() != Some(&id) {
        let is_new = |container: &Container| container.state.container_id.as_ref() == Some(&id);
        events.container(&on.cuid, is_new).await;
    }
    let long = "x".repeat(40_000);
    let expected = ["\u{1}\0\0\0\0\0\0\u{5}one", long.as_str(), "last"];
    assert_eq!(data(&on.lines(&[]).await), expected);
    assert_eq!(data(&on.lines(&[("tail", "2")]).await), &expected[1..]);
    assert_eq!(
        data(&parse(&on.get(&[("format", "ndjson"), ("grep", "one")]).await.text)),
        &expected[..1]
    );
}
