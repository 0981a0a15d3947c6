use crate::support::{Options, PATIENCE, TestApp};
use std::{env, fs, path::Path};
use tokio::{process::Command, time::timeout};

/// The login that most examples use.
pub(super) const LOGIN: &str = "APP_USER=admin\nAPP_PASS=password\nDEFAULT_USER_UID=1000:1000\n";

/// A server as the examples expect it: on port 8080 of a network of its own.
pub(super) fn options(dotenv: &str) -> Options {
    let alone = r#"ip link set lo up && exec "$@""#;
    assert!(
        rustix::process::geteuid().is_root(),
        "only root can give the examples a network of their own"
    );
    Options {
        env: vec![("BIND", "0.0.0.0:8080".to_owned())],
        dotenv: Some(dotenv.to_owned()),
        launcher: ["unshare", "--net", "sh", "-c", alone, "sh"].map(str::to_owned).to_vec(),
        ..Options::default()
    }
}

/// Copies a definition to another id, as an operator could by hand; the server must not run.
pub(super) fn copy_definition(app: &TestApp, model: &str, cuid: &str) {
    let text = fs::read_to_string(app.container_folder(model).join("compose.yaml")).unwrap();
    fs::create_dir_all(app.container_folder(cuid).join("app")).unwrap();
    fs::write(app.container_folder(cuid).join("compose.yaml"), text.replace(model, cuid)).unwrap();
}

/// The lines of the guide between two headings, as they are.
pub(super) fn section(from: &str, to: &str) -> String {
    let guide = include_str!("../../docs/api-guide.txt");
    let mut lines = guide.lines().skip_while(|line| *line != from);
    assert!(lines.next().is_some(), "the guide has no line {from:?}");
    let lines: Vec<&str> = lines.collect();
    let end = lines.iter().position(|line| *line == to);
    let end = end.unwrap_or_else(|| panic!("the guide has no line {to:?} after {from:?}"));
    lines[..end].join("\n").trim_matches('\n').to_owned() + "\n"
}

/// A driver with the examples it asks for taken in.
fn script(driver: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide").join(driver);
    let text = fs::read_to_string(&path).unwrap();
    let lines = text.lines().map(|line| match line.split_once(" GUIDE: ") {
        Some(("#" | "//", headings)) => {
            let (from, to) = headings.split_once(" -> ").expect("two headings");
            section(from, to)
        }
        _ => line.to_owned() + "\n",
    });
    lines.collect()
}

/// Runs a driver in the server's network and working folder; it must end well. Gives what it wrote.
pub(super) async fn run(app: &TestApp, driver: &str, arguments: &[&str]) -> String {
    let text = script(driver);
    let file = app.folder().join(driver);
    fs::write(&file, text).unwrap();
    let python = env::var("GUIDE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let program: Vec<String> = match file.extension().and_then(|extension| extension.to_str()) {
        Some("py") => vec![python],
        Some("js") => vec!["node".to_owned()],
        Some("rb") => vec!["ruby".to_owned()],
        Some("go") => vec!["go".to_owned(), "run".to_owned(), example_in_go(app)],
        other => panic!("no language is called {other:?}"),
    };
    let mut command = Command::new("nsenter");
    command
        .arg(format!("--net=/proc/{}/ns/net", app.pid()))
        .args(program)
        .arg(&file)
        .args(arguments)
        .current_dir(app.folder())
        .env("PYTHONUNBUFFERED", "1")
        .kill_on_drop(true);
    let output =
        timeout(PATIENCE, command.output()).await.expect("the example ends").expect("it runs");
    let written = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{driver}: {}\n{written}\n{errors}\n`cargo xtask test` installs the languages and packages that examples take",
        output.status,
    );
    println!("{driver}:\n{written}");
    written
}

/// Go's driver is a second file of the example's package.
fn example_in_go(app: &TestApp) -> String {
    let file = app.folder().join("example.go");
    fs::write(&file, section("Update Container Configuration", "Container Control Operations"))
        .unwrap();
    file.to_str().unwrap().to_owned()
}
