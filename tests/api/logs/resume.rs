use super::support::{Fixture, data};
use app::types::{LogLine, Status};
use reqwest::Method;
use serde_json::json;

/// Bursts on both outputs, and lines that the engine takes apart.
const BURSTS: &str = "
    (for i in $(seq 1 20); do seq $((i * 100)) $((i * 100 + 99)) | sed 's/^/err /' >&2; done) &
    for i in $(seq 1 20); do
        seq $((i * 100)) $((i * 100 + 99)) | sed 's/^/out /'
        head -c 40000 /dev/zero | tr '\\0' x; echo
        [ $((i % 5)) != 0 ] || { head -c 600000 /dev/zero | tr '\\0' y; echo; }
    done
    wait";

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_misses_nothing_and_sees_nothing_twice() {
    let on = Fixture::ended(BURSTS).await;
    let all = on.lines(&[]).await;
    let pieces = all.iter().filter(|line| line.more).count();
    assert!(all.len() > 4000 && pieces >= 4, "{} lines, {pieces} of them go on", all.len());
    for every in [1, 7, 500] {
        let query: &[(&str, &str)] = if every == 1 { &[("stream", "stderr")] } else { &[] };
        let expected = if every == 1 {
            // each line by itself takes long: the last ones are enough
            let of_stderr = all.iter().filter(|line| line.data.starts_with("err"));
            of_stderr.skip(1900).cloned().collect()
        } else {
            all.clone()
        };
        let mut seen: Vec<LogLine> = Vec::new();
        let mut id: Option<String> = (every == 1).then_some(String::new());
        if every == 1 {
            let mut follower = on.follow(query).await;
            for _ in 0..1900 {
                id = follower.told().await.unwrap().id;
            }
        }
        'reading: loop {
            let mut follower = match &id {
                Some(id) => on.follow_from(id, query).await,
                None => on.follow(query).await,
            };
            for _ in 0..every {
                let event = follower.told().await.expect("it says when it ends");
                if event.name == "end" {
                    break 'reading;
                }
                id.clone_from(&event.id);
                seen.push(event.into_line());
            }
        }
        assert_eq!(seen.len(), expected.len(), "in steps of {every}");
        assert!(seen == expected, "in steps of {every}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_while_it_is_written_misses_nothing() {
    let on = Fixture::obeying().await;
    on.order("for i in $(seq 1 40); do seq $((i * 50)) $((i * 50 + 49)); sleep 0.05; done; exit 0");
    let mut follower = on.follow(&[("tail", "0")]).await;
    let mut id = follower.event().await.unwrap().id.unwrap();
    let mut seen = Vec::new();
    for step in 1.. {
        let mut follower = on.follow_from(&id, &[]).await;
        let mut over = false;
        for _ in 0..step * 10 {
            let event = follower.told().await.expect("it says when it ends");
            over = event.name == "end";
            if over {
                break;
            }
            id = event.id.clone().unwrap();
            seen.push(event.into_line().data);
        }
        if over {
            break;
        }
    }
    let last: usize = seen.last().unwrap().parse().unwrap();
    let first: usize = seen[0].parse().unwrap();
    let expected: Vec<String> = (first..=last).map(|number| number.to_string()).collect();
    assert_eq!((seen, last), (expected, 2049));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_container_is_read_from_its_beginning() {
    let on = Fixture::ended("echo one; echo two").await;
    let id = on.follow(&[]).await.line("two").await;
    on.app.update(&on.cuid, json!({ "env": { "A": "b" } })).await.container(200);
    on.app.control(&on.cuid, "start").await.container(200);
    on.app.wait_for(&on.cuid, Status::Exited).await;
    let (lines, _) = on.follow_from(&id, &[]).await.read_to_end().await;
    assert_eq!(data(&lines), ["one", "two"]);
    // by the query too; the header wins
    assert_eq!(data(&on.lines(&[("last_event_id", &id)]).await), ["one", "two"]);
    let new = on.follow(&[]).await.line("one").await;
    let request = on.app.request(Method::GET, &on.path(&[("last_event_id", &id)]));
    let answer = crate::support::answer(request.header("last-event-id", &new)).await;
    assert_eq!(answer.text, "two\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_to_what_is_gone_is_told_so() {
    let on = Fixture::ended("echo one; echo two").await;
    let id = on.follow(&[]).await.line("two").await;
    let mut parts: Vec<&str> = id.split('-').collect();
    parts[3] = "5";
    let mut follower = on.follow_from(&parts.join("-"), &[]).await;
    let gap = follower.told().await.unwrap();
    assert_eq!((gap.name.as_str(), gap.data), ("gap", json!({})));
    let (lines, _) = follower.read_to_end().await;
    assert!(lines.is_empty(), "{lines:?}");
}
