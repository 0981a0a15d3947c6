use crate::support::{TestApp, sleeper};
use futures_util::{StreamExt as _, stream};
use reqwest::Method;

/// How many pages are rendered, and how many at once.
const PAGES: usize = 300;
const AT_ONCE: usize = 24;

/// A page waits for one thing and then for another within it; what belongs to its parts has to last
/// until all of it is rendered, whatever else the same threads render meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn pages_are_whole_also_where_many_are_rendered_at_once() {
    let app = &TestApp::start();
    let container = app.create(sleeper()).await.container(201);
    let path = format!("/containers/{}/files?path=notes.txt", container.cuid);
    let put = app.request(Method::PUT, &path).header("content-type", "application/octet-stream");
    assert_eq!(put.body("a").send().await.expect("an answer").status(), 201);

    let pages = [("/files", "notes.txt"), ("/logs", "Not started yet"), ("", "Configuration")];
    let broken: Vec<_> = stream::iter(0..PAGES)
        .map(|number| {
            let (tab, expected) = pages[number % pages.len()];
            let path = format!("/ui/containers/{}{tab}", container.cuid);
            async move {
                let answer = app.get(&path).await;
                let is_whole = answer.status == 200
                    && answer.text.contains(expected)
                    && answer.text.contains("</html>");
                (!is_whole).then_some(path)
            }
        })
        .buffer_unordered(AT_ONCE)
        .filter_map(|broken| async { broken })
        .collect()
        .await;
    assert!(broken.is_empty(), "{} of {PAGES}: {broken:?}", broken.len());
    assert!(!app.server_log().contains("panicked"), "{}", app.server_log());
}
