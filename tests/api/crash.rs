//! The server is killed at any moment: what it had said stays true, what it had not is whole or gone.

use crate::support::{TestApp, answer::try_answer, sleeper};
use app::types::{Container, Status};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, time::Duration};

/// What one client was told about one container.
#[derive(Debug)]
struct Told {
    cuid: String,
    /// The value of `V` that was last confirmed.
    value: u32,
    /// The value that was asked for and not confirmed.
    asked: Option<u32>,
    /// Whether a start was asked for, and whether it was confirmed.
    starting: bool,
    running: bool,
    deletion: Deletion,
}

#[derive(Debug, PartialEq)]
enum Deletion {
    No,
    Asked,
    Confirmed,
}

/// Makes, starts, changes and deletes containers until the server is gone; gives what it was told.
async fn work(app: &TestApp, number: usize) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    let send = async |method, path: String, body: Value| {
        let answer = try_answer(app.request(method, &path).json(&body)).await?;
        assert!(answer.status < 400, "{path}: {}", answer.text);
        Some(answer)
    };
    loop {
        let mut body = sleeper();
        body["env"] = json!({ "V": "0" });
        let Some(made) = send(Method::POST, "/containers".to_owned(), body).await else {
            return all;
        };
        let cuid = made.container(201).cuid;
        let path = format!("/containers/{cuid}");
        let count = all.len();
        all.push(Told {
            cuid,
            value: 0,
            asked: None,
            starting: false,
            running: false,
            deletion: Deletion::No,
        });
        let told = all.last_mut().expect("just pushed");
        // every other container runs while it is changed
        if (count + number).is_multiple_of(2) {
            told.starting = true;
            if send(Method::POST, format!("{path}/start"), Value::Null).await.is_none() {
                return all;
            }
            told.running = true;
        }
        for value in 1..=2 {
            told.asked = Some(value);
            let change = json!({ "env": { "V": value.to_string() } });
            if send(Method::PATCH, path.clone(), change).await.is_none() {
                return all;
            }
            (told.value, told.asked) = (value, None);
        }
        if number.is_multiple_of(3) {
            told.deletion = Deletion::Asked;
            if send(Method::DELETE, format!("{path}?force=true"), Value::Null).await.is_none() {
                return all;
            }
            told.deletion = Deletion::Confirmed;
        }
    }
}

/// The list once nothing is under way any more.
async fn settled(app: &TestApp) -> Vec<Container> {
    let mut events = app.events().await;
    loop {
        let listed = app.get("/containers?limit=500").await.page().containers;
        let busy = |container: &Container| {
            container.operation.is_some() || container.status == Status::Creating
        };
        if !listed.iter().any(busy) {
            return listed;
        }
        events.wait(|_| Some(())).await;
    }
}

#[track_caller]
fn value(container: &Container) -> u32 {
    container.env["V"].parse().expect("a number")
}

/// A container as the server and the engine have it, once they agree: what the killed server had
/// asked the engine for may still be happening.
async fn agreed(app: &TestApp, cuid: &str) -> (Container, Value) {
    let mut events = app.events().await;
    loop {
        let (engine, container) = (app.inspect(cuid).await, app.container(cuid).await);
        if engine["State"]["Status"] == container.status.as_str()
            && engine["Id"].as_str() == container.state.container_id.as_deref()
        {
            return (container, engine);
        }
        events.container(cuid, |_| true).await;
    }
}

/// Disk, engine and list name the same containers, each whole; gives them as they are.
async fn assert_whole(app: &TestApp, listed: Vec<Container>) -> Vec<Container> {
    let names: BTreeSet<String> = listed.iter().map(|container| container.cuid.clone()).collect();
    let entries = |folder: std::path::PathBuf| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().into_string().expect("UTF-8")).collect()
    };
    assert_eq!(entries(app.data().join("containers")), names, "folders");
    let lines = app.engine_lines().await;
    let services: Vec<&str> = lines.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(services.len(), names.len(), "{services:#?} for {names:#?}");
    assert_eq!(
        services.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(),
        names,
        "engine"
    );
    let mut now = Vec::new();
    for container in listed {
        let whole = BTreeSet::from(["app".to_owned(), "compose.yaml".to_owned()]);
        assert_eq!(entries(app.container_folder(&container.cuid)), whole);
        let (container, engine) = agreed(app, &container.cuid).await;
        assert!(!container.pending_change, "{container:?}");
        let env = json!(format!("V={}", value(&container)));
        assert!(engine["Config"]["Env"].as_array().expect("a list").contains(&env), "{engine}");
        now.push(container);
    }
    assert_eq!(entries(app.data().join("run")).len(), 1, "what an earlier run used stays behind");
    now
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_at_any_moment_keeps_its_word() {
    let mut app = TestApp::start();
    for round in 0..8 {
        // any moment of the several seconds that the work below takes
        let pause =
            Duration::from_millis(u64::try_from(uuid::Uuid::new_v4().as_u128() % 2500).unwrap());
        println!("round {round}: killed after {pause:?}");
        let pid = rustix::process::Pid::from_raw(app.pid()).expect("a process id");
        let killer = async {
            tokio::time::sleep(pause).await;
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).expect("it runs");
        };
        let (told, ()) = tokio::join!(join_all((0..4).map(|number| work(&app, number))), killer);
        app.kill();
        app.start_again();
        // what was half done is tidied up while requests are answered already; a server that ends
        // in order has finished it
        app.stop();
        app.start_again();

        let listed = assert_whole(&app, settled(&app).await).await;
        for told in told.iter().flatten() {
            let now = listed.iter().find(|container| container.cuid == told.cuid);
            match (&told.deletion, now) {
                (Deletion::No, Some(now)) => {
                    let values = [Some(told.value), told.asked];
                    assert!(values.contains(&Some(value(now))), "{told:?} but {now:?}");
                    // a start that was not confirmed may have happened or not
                    if told.running || !told.starting {
                        let running = now.status == Status::Running;
                        assert_eq!(running, told.running, "{told:?} but {now:?}");
                    }
                }
                (Deletion::Asked, _) | (Deletion::Confirmed, None) => {}
                _ => panic!("{told:?} but {now:?}"),
            }
        }
        // what is left can be worked with; and the next round begins with nothing
        join_all(listed.iter().map(async |container| {
            app.delete(&container.cuid, "?force=true").await.json(200);
        }))
        .await;
        assert_whole(&app, settled(&app).await).await;
        assert!(app.snapshot().await.listed.is_empty());
    }
}
