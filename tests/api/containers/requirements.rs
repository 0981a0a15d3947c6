use crate::support::TestApp;
use app::types::Status;
use serde_json::json;
use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

/// Makes a package that can be installed without a network.
fn wheel(mount: &Path, version: &str) -> String {
    let name = format!("cargo_hold-{version}-py3-none-any.whl");
    let script = r#"
import sys, zipfile
path, version = sys.argv[1:]
info = f"cargo_hold-{version}.dist-info"
with zipfile.ZipFile(path, "w") as wheel:
    wheel.writestr("cargo_hold.py", f"VERSION = '{version}'\n")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: cargo_hold\nVersion: {version}\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(f"{info}/RECORD", "")
"#;
    let made =
        Command::new("python3").args(["-c", script]).arg(mount.join(&name)).arg(version).status();
    assert!(made.expect("python3 is there").success());
    name
}

/// The installed module, wherever in the mount it is, and which version of the file it is.
fn installed(mount: &Path) -> Option<(PathBuf, u64, SystemTime)> {
    let mut folders = vec![mount.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let meta = fs::symlink_metadata(entry.path()).unwrap();
            if entry.file_name() == "cargo_hold.py" {
                return Some((entry.path(), meta.ino(), meta.modified().unwrap()));
            }
            if meta.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn requirements_are_installed_once_and_again_when_they_change() {
    let app = TestApp::start();
    let cuid = app.create(json!({ "image": "python:3.12-slim" })).await.container(201).cuid;
    let mount = app.container_folder(&cuid).join("app");
    let boot = "import cargo_hold, time\nprint(open('run').read(), 'holds', cargo_hold.VERSION)\ntime.sleep(1000)\n";
    fs::write(mount.join("boot.py"), boot).unwrap();
    let require = |version| {
        fs::write(mount.join("requirements.txt"), format!("./{}\n", wheel(&mount, version)))
            .unwrap();
    };
    let run = async |name: &str, version: &str| {
        fs::write(mount.join("run"), name).unwrap();
        app.control(&cuid, "restart").await.container(200);
        let id = app.engine_ids(&cuid).await.remove(0);
        app.docker().wait_for_log(&id, &format!("{name} holds {version}")).await;
        installed(&mount).expect("it is in the mount")
    };

    require("1.0");
    let first = run("first", "1.0").await;
    assert_eq!(run("second", "1.0").await, first, "installed again without need");
    require("2.0");
    run("third", "2.0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requirements_that_can_not_be_installed_end_the_start_in_the_installers_words() {
    let app = TestApp::start();
    let cuid = app.create(json!({ "image": "python:3.12-slim" })).await.container(201).cuid;
    let mount = app.container_folder(&cuid).join("app");
    fs::write(mount.join("boot.py"), "print('must not run')\n").unwrap();
    fs::write(mount.join("requirements.txt"), "./not-there-1.0-py3-none-any.whl\n").unwrap();
    app.control(&cuid, "start").await;
    let ended = app.wait_for(&cuid, Status::Exited).await;
    assert_ne!(ended.state.exit_code, Some(0));
    let id = app.engine_ids(&cuid).await.remove(0);
    let log = app.docker().logs(&id).await;
    assert!(log.contains("ERROR") && log.contains("not-there-1.0-py3-none-any.whl"), "{log}");
    assert!(!log.contains("must not run"), "{log}");

    // mended, it starts
    fs::write(mount.join("requirements.txt"), format!("./{}\n", wheel(&mount, "3.0"))).unwrap();
    fs::write(mount.join("boot.py"), "import cargo_hold\nprint('mended', cargo_hold.VERSION)\n")
        .unwrap();
    app.control(&cuid, "start").await.container(200);
    let id = app.engine_ids(&cuid).await.remove(0);
    app.docker().wait_for_log(&id, "mended 3.0").await;
}
