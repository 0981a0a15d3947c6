use super::support::{Fixture, data};

/// More than the engine keeps, which is three files of 10 MB.
const MUCH: &str = "seq 1 300000 | sed 's/$/ is a line of about a hundred characters so that the files are full before they have a million of them/'";

#[tokio::test(flavor = "multi_thread")]
async fn files_that_were_set_aside_are_read_too() {
    let on = Fixture::ended(MUCH).await;
    let text = on.text(&[]).await;
    let docker = on.app.docker().run(&["logs", &on.id().await]).await;
    assert_eq!(text.len(), docker.len() + 1);
    assert!(text.trim_end() == docker);
    let count = text.lines().count();
    assert!((80_000..300_000).contains(&count), "{count} lines: nothing was set aside or dropped");
    let number = |line: &str| line.split(' ').next().unwrap().parse::<usize>().unwrap();
    assert_eq!(number(text.lines().next().unwrap()), 300_001 - count);
    // found in all files
    let lines = on.lines(&[("grep", "00 is a line")]).await;
    let found: Vec<usize> = data(&lines).into_iter().map(number).collect();
    let first = (300_001 - count).next_multiple_of(100);
    assert_eq!(found, (first..=300_000).step_by(100).collect::<Vec<_>>());
    // more than is kept while the last ones are looked for; by the engine, and by the server
    let tail = 60_000;
    for query in [&[("tail", "60000")][..], &[("tail", "60000"), ("grep", "line")]] {
        let lines = on.lines(query).await;
        let found: Vec<usize> = data(&lines).into_iter().map(number).collect();
        assert!(found == (300_001 - tail..=300_000).collect::<Vec<_>>(), "{query:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_sees_every_line_while_files_are_set_aside() {
    let on = Fixture::obeying().await;
    let mut follower = on.follow(&[("tail", "0")]).await;
    // no faster than anybody can follow: of a file that is set aside unread the engine gives no more
    on.order(
        "for i in $(seq 0 119); do seq $((i * 1000 + 1)) $((i * 1000 + 1000)) | \
         sed 's/$/ is a line of about a hundred characters so that a file is full before it has a million of them/'; \
         usleep 80000; done; exit 0",
    );
    let (lines, _) = follower.read_to_end().await;
    let numbers =
        data(&lines).into_iter().map(|line| line.split(' ').next().unwrap().parse::<usize>());
    assert!(numbers.map(Result::unwrap).eq(1..=120_000), "{} lines", lines.len());
}
