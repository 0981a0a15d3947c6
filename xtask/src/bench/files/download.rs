use super::{Growth, Trees};
use crate::{
    bench::{in_turns, median, report::Row, seconds, server::Server},
    shell,
};
use anyhow::{Context, Result};
use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

const FIRST_BYTE_MS: f64 = 50.0;
const SHARE_OF_NGINX: f64 = 0.8;
const FIRST_BYTES: usize = 10;

/// Folders as archives and by `zip`; a large file plainly and by nginx.
pub(super) fn measure(
    server: &Server,
    cuid: &str,
    trees: &Trees,
    growth: &mut Growth,
    rows: &mut Vec<Row>,
) -> Result<()> {
    eprintln!("Downloading");
    let mount = server.container_folder(cuid).join("app");
    for tree in [&trees.small, &trees.large, &trees.crowd] {
        let name = tree.file_name().context("a tree has a name")?;
        shell::run(Command::new("cp").arg("--archive").arg(tree).arg(mount.join(name)))?;
    }
    let (rest, hand) = in_turns(
        |_| seconds(|| growth.of(server, || zip(server, cuid, "small"))),
        |_| {
            let mut by_hand = Command::new("sh");
            by_hand.args(["-c", "zip -qr - . | cat > /dev/null"]).current_dir(&trees.small);
            seconds(|| shell::run(&mut by_hand))
        },
    )?;
    rows.push(Row::fact(
        "download-zip of 10,000 files of 3 KB",
        format!("{rest:.2} s by REST, {hand:.2} s by `zip -r -`"),
    ));
    rows.push(Row::at_most("the same, times `zip -r -`", rest / hand, 1.0, ""));
    growth.of(server, || zip(server, cuid, "large"))?;
    growth.of(server, || zip(server, cuid, "crowd"))?;
    let first = (0..FIRST_BYTES)
        .map(|_| {
            let started = Instant::now();
            server.first_byte(&format!("/containers/{cuid}/download-zip?path=crowd"))?;
            Ok(started.elapsed().as_secs_f64() * 1000.0)
        })
        .collect::<Result<Vec<_>>>()?;
    rows.push(Row::at_most(
        "first byte of download-zip of 100,000 files",
        median(first),
        FIRST_BYTE_MS,
        " ms",
    ));

    let nginx = Nginx::start(&server.scratch().join("nginx"), &trees.large)?;
    let path = format!("/containers/{cuid}/download?path=large/large.bin");
    let (rest, by_nginx) = in_turns(
        |_| seconds(|| growth.of(server, || server.curl(&[], &path))),
        |_| seconds(|| nginx.download("large.bin")),
    )?;
    rows.push(Row::fact("download of 1 GiB", format!("{rest:.2} s, {by_nginx:.2} s from nginx")));
    rows.push(Row::at_least(
        "the same, share of nginx's speed",
        by_nginx / rest,
        SHARE_OF_NGINX,
        "",
    ));
    Ok(())
}

fn zip(server: &Server, cuid: &str, folder: &str) -> Result<()> {
    server.curl(&[], &format!("/containers/{cuid}/download-zip?path={folder}"))
}

/// An nginx that serves one folder. It ends with the value.
struct Nginx {
    child: Child,
    base: String,
}

impl Nginx {
    fn start(folder: &Path, files: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let configuration = format!(
            "daemon off; user root; pid nginx.pid; error_log stderr;\n\
             events {{}}\n\
             http {{ access_log off; sendfile on; tcp_nopush on;\n\
             server {{ listen 127.0.0.1:{port}; root {}; }} }}\n",
            files.display()
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration)?;
        let program = shell::which("nginx").context("nginx is not there")?;
        let child = Command::new(program).arg("-p").arg(folder).arg("-c").arg(&file).spawn()?;
        let nginx = Self { child, base: format!("http://127.0.0.1:{port}") };
        let until = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            anyhow::ensure!(Instant::now() < until, "nginx does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(nginx)
    }

    fn download(&self, name: &str) -> Result<()> {
        let url = format!("{}/{name}", self.base);
        shell::output(
            Command::new("curl").args(["--silent", "--fail", "--output", "/dev/null"]).arg(url),
        )
        .map(drop)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // asked to end, the master takes its workers with it
        let id = self.child.id().to_string();
        if shell::run(Command::new("kill").arg(id)).is_ok() {
            let _ = self.child.wait();
        }
    }
}
