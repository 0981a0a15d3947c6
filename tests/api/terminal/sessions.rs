use super::{come_back, keep};
use crate::support::{Answer, EventStream, Options, PATIENCE, TestApp, answer, assert_rfc3339};
use app::types::{EventKind, SessionInfo, SessionList};
use reqwest::Method;
use serde_json::json;
use std::time::{Duration, Instant};

async fn list(app: &TestApp, cuid: &str) -> Vec<SessionInfo> {
    app.get(&format!("/containers/{cuid}/sessions")).await.expect::<SessionList>(200).sessions
}

async fn end(app: &TestApp, cuid: &str, id: &str) -> Answer {
    answer(app.request(Method::DELETE, &format!("/containers/{cuid}/sessions/{id}"))).await
}

/// Waits until a session is as `accept` wants it.
async fn session(
    events: &mut EventStream,
    id: &str,
    accept: impl Fn(&SessionInfo, bool) -> bool,
) -> SessionInfo {
    events
        .wait(|event| match &event.kind {
            EventKind::Session { session, ended, .. } if session.id == id => {
                accept(session, *ended).then(|| (**session).clone())
            }
            _ => None,
        })
        .await
}

async fn not_found(app: &TestApp, cuid: &str, id: &str) {
    let mut socket = app.socket(&format!("{cuid}?session={id}&offset=0")).await;
    let error = socket.error("not_found", "SESSION_NOT_FOUND").await;
    assert_eq!((error.status, &error.details["provided"]), (404, &json!(id)));
    assert_eq!(socket.message().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_told_from_their_beginning_to_their_end() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    assert_eq!(list(&app, &cuid).await, []);
    let mut events = app.events_of(&format!("?kind=session&cuid={cuid}")).await;
    let (mut one, id) = keep(&app, &cuid, "cols=80&rows=24&user=1000&cmd=cat").await;
    let begun = session(&mut events, &id, |_, ended| !ended).await;
    assert_rfc3339(&begun.started_at);
    let expected = SessionInfo {
        id: id.clone(),
        command: vec!["cat".to_owned()],
        user: Some("1000".to_owned()),
        tty: true,
        cols: Some(80),
        rows: Some(24),
        started_at: begun.started_at.clone(),
        ended_at: None,
        clients: 1,
        offset: 0,
        kept: true,
        exit_code: None,
    };
    assert_eq!(begun, expected);
    assert_eq!(list(&app, &cuid).await, [expected]);
    one.send(json!({ "type": "resize", "cols": 90, "rows": 30 })).await;
    session(&mut events, &id, |session, _| session.cols == Some(90)).await;
    let two = come_back(&app, &cuid, &id, "&watch=true").await;
    session(&mut events, &id, |session, _| session.clients == 2).await;
    two.vanish();
    session(&mut events, &id, |session, _| session.clients == 1).await;
    // one that is not kept
    let mut passing = app.socket(&format!("{cuid}?mode=shell")).await;
    passing.input("echo open\n").await;
    passing.until("open").await;
    let listed = list(&app, &cuid).await;
    assert_eq!(listed.iter().map(|session| session.kept).collect::<Vec<_>>(), [true, false]);
    assert_eq!((&listed[1].command, listed[1].offset), (&Vec::new(), 5));
    passing.input("exit 9\n").await;
    assert_eq!(passing.exit().await, 9);
    let ended = session(&mut events, &listed[1].id, |_, ended| ended).await;
    assert_eq!(ended.exit_code, Some(9));
    // a kept one stays listed after its end
    one.send(json!({ "type": "eof" })).await;
    assert_eq!(one.exit().await, 0);
    let ended = session(&mut events, &id, |_, ended| ended).await;
    assert_eq!(ended.exit_code, Some(0));
    assert_rfc3339(ended.ended_at.as_deref().unwrap());
    let until = Instant::now() + PATIENCE;
    loop {
        let listed = list(&app, &cuid).await;
        if listed.len() == 1 && listed[0].clients == 0 {
            assert_eq!((&listed[0].id, listed[0].exit_code), (&id, Some(0)));
            break;
        }
        assert!(Instant::now() < until, "{listed:?}");
    }
    // until somebody is done with it
    end(&app, &cuid, &id).await.expect::<SessionInfo>(200);
    not_found(&app, &cuid, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_ended_from_outside() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let engine_id = app.engine_ids(&cuid).await.remove(0);
    let (mut socket, id) = keep(&app, &cuid, "").await;
    socket.input("trap '' HUP TERM; sleep 2000 & echo st''arted; wait\n").await;
    socket.until("started").await;
    let other = app.running().await.cuid;
    end(&app, &other, &id).await.refused(404, "not_found", "SESSION_NOT_FOUND");
    not_found(&app, &other, &id).await;
    let ended: SessionInfo = end(&app, &cuid, &id).await.expect(200);
    assert_eq!(ended.exit_code, Some(137));
    let top = app.docker().run(&["top", &engine_id, "-eo", "pid,args"]).await;
    assert!(!top.contains("sleep 2000"), "{top}");
    assert_eq!(socket.exit().await, 137);
    assert_eq!(list(&app, &cuid).await, []);
    not_found(&app, &cuid, &id).await;
    end(&app, &cuid, &id).await.refused(404, "not_found", "SESSION_NOT_FOUND");
    end(&app, "c123e4567-e89b-12d3-a456-426614174000", &id).await.error(404, "not_found");
    end(&app, "c1", &id).await.refused(400, "validation_error", "INVALID_CUID");
    let path = "/containers/c123e4567-e89b-12d3-a456-426614174000/sessions";
    app.get(path).await.refused(404, "not_found", "CONTAINER_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_session_ends_when_nobody_comes_back() {
    let env = vec![("SESSION_KEEP_SECONDS", "2".to_owned())];
    let app = TestApp::start_with(Options { env, ..Options::default() });
    let cuid = app.running().await.cuid;
    let engine_id = app.engine_ids(&cuid).await.remove(0);
    let mut events = app.events_of("?kind=session").await;
    let (mut socket, id) = keep(&app, &cuid, "cols=80&rows=24").await;
    socket.input("(trap '' HUP; exec sleep 2000) & echo st''arted\n").await;
    socket.until("started").await;
    // not while somebody is there
    tokio::time::sleep(Duration::from_secs(3)).await;
    socket.input("echo st''ill\n").await;
    socket.until("still").await;
    socket.vanish();
    let left = session(&mut events, &id, |session, _| session.clients == 0).await;
    assert_eq!(left.ended_at, None);
    let began = Instant::now();
    session(&mut events, &id, |_, ended| ended).await;
    assert!(began.elapsed() > Duration::from_millis(1500), "{:?}", began.elapsed());
    let until = Instant::now() + PATIENCE;
    while !list(&app, &cuid).await.is_empty() {
        assert!(Instant::now() < until);
    }
    let top = app.docker().run(&["top", &engine_id, "-eo", "pid,args"]).await;
    assert!(!top.contains("sleep 2000"), "{top}");
    not_found(&app, &cuid, &id).await;
    // how one has ended is told for as long, and then forgotten
    let (mut socket, id) = keep(&app, &cuid, "cmd=false").await;
    assert_eq!(socket.exit().await, 1);
    assert_eq!(come_back(&app, &cuid, &id, "").await.exit().await, 1);
    while !list(&app, &cuid).await.is_empty() {
        assert!(Instant::now() < until);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    not_found(&app, &cuid, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_session_ends_with_the_login_that_opened_it() {
    let app = TestApp::start();
    let cuid = app.running().await.cuid;
    let cookie = app.log_in().await;
    let headers = [("cookie", cookie.as_str()), ("origin", app.base())];
    let mut events = app.events_of("?kind=session").await;
    let mut connected = app.try_socket(&format!("{cuid}?session=new"), &headers).await.unwrap();
    let one = connected.session().await;
    let mut alone = app.try_socket(&format!("{cuid}?session=new"), &headers).await.unwrap();
    let two = alone.session().await;
    alone.vanish();
    let (mut others, three) = keep(&app, &cuid, "").await;
    let mut guest = app.try_socket(&format!("{cuid}?session={three}"), &headers).await.unwrap();
    guest.session().await;
    let out = app.anonymous(Method::POST, "/logout").header("cookie", &cookie);
    assert!(answer(out.header("origin", app.base())).await.status < 400);
    for socket in [&mut connected, &mut guest] {
        socket.error("auth_error", "LOGIN_ENDED").await;
        assert_eq!(socket.message().await, None);
    }
    let mut ended = Vec::new();
    while !(ended.contains(&one) && ended.contains(&two)) {
        ended.push(
            events
                .wait(|event| match &event.kind {
                    EventKind::Session { session, ended: true, .. } => Some(session.id.clone()),
                    _ => None,
                })
                .await,
        );
    }
    let until = Instant::now() + PATIENCE;
    while list(&app, &cuid).await.len() > 1 {
        assert!(Instant::now() < until);
    }
    // one that another login has opened goes on
    others.input("echo on; exit\n").await;
    assert_eq!(others.exit().await, 0);
    assert_eq!(others.stdout, b"on\n");
}
