use crate::support::{Options, PATIENCE, Process, Socket, TestApp};
use std::{fs, net::TcpListener, process::Command, time::Duration};
use tempfile::TempDir;
use tokio::time::timeout;

/// How long the proxy waits for a word from the server, in seconds.
const PROXY_WAITS: u64 = 2;

/// An nginx before a server.
struct Nginx {
    base: String,
    process: Process,
    _folder: TempDir,
}

impl Nginx {
    fn before(app: &TestApp) -> Self {
        let folder = tempfile::Builder::new().prefix("nginx-").tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        // it can't be asked which port it took
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {};", path(kind)))
            .join(" ");
        let config = format!(
            "daemon off; worker_processes 1; pid {}; error_log stderr notice;
            events {{ worker_connections 64; }}
            http {{
                access_log off; {temporary}
                server {{
                    listen {address};
                    location / {{
                        proxy_pass {};
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection upgrade;
                        proxy_read_timeout {PROXY_WAITS}s;
                    }}
                }}
            }}",
            path("pid"),
            app.base(),
        );
        fs::write(path("nginx.conf"), config).unwrap();
        let mut command = Command::new("nginx");
        command.args(["-p", &path(""), "-c", &path("nginx.conf"), "-e", "stderr"]);
        let log = folder.path().join("log");
        let process = Process::start(command, "start worker process ", &log).0;
        Self { base: format!("http://{address}"), process, _folder: folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // in order: killed, it would leave its worker behind
        self.process.terminate();
    }
}

fn pinging_every(seconds: u32) -> TestApp {
    let env = vec![("PING_SECONDS", seconds.to_string())];
    TestApp::start_with(Options { env, ..Options::default() })
}

async fn shell(app: &TestApp, nginx: &Nginx) -> Socket {
    let cuid = app.running().await.cuid;
    let mut socket = app.socket_at(&nginx.base, &format!("{cuid}?mode=shell")).await;
    socket.input("echo op''en\n").await;
    socket.until("open").await;
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_terminal_outlives_the_patience_of_a_proxy() {
    let app = pinging_every(1);
    let nginx = Nginx::before(&app);
    let mut socket = shell(&app, &nginx).await;
    let idle = Duration::from_secs(PROXY_WAITS * 4);
    assert!(timeout(idle, socket.message()).await.is_err(), "something came of itself");
    socket.input("echo still''there; exit 4\n").await;
    assert_eq!(socket.exit().await, 4);
    assert_eq!(socket.stdout, b"open\nstillthere\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_pings_the_proxy_would_end_it() {
    let app = pinging_every(3600);
    let nginx = Nginx::before(&app);
    let mut socket = shell(&app, &nginx).await;
    timeout(PATIENCE, socket.gone()).await.expect("the proxy cuts it off");
}
