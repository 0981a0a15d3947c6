mod abuse;
mod exec;
mod exec_lines;
mod kept;
mod leaks;
mod modes;
mod output;
mod proxy;
mod security;
mod sessions;
mod sharing;
mod shell;
mod signals;

use crate::support::{Socket, TestApp};

/// The part of a query that has a shell in the container run a script.
fn command(script: &str) -> String {
    serde_urlencoded::to_string([("cmd", "sh"), ("cmd", "-c"), ("cmd", script)]).unwrap()
}

/// Opens a session that is kept; gives its id too.
async fn keep(app: &TestApp, cuid: &str, rest: &str) -> (Socket, String) {
    let mut socket = app.socket(&format!("{cuid}?session=new&{rest}")).await;
    let id = socket.session().await;
    (socket, id)
}

/// Comes back to a session.
async fn come_back(app: &TestApp, cuid: &str, id: &str, rest: &str) -> Socket {
    let mut socket = app.socket(&format!("{cuid}?session={id}{rest}")).await;
    assert_eq!(socket.session().await, id);
    socket
}

/// Runs a server that sees no processes but its own, as one would that runs in a container or
/// elsewhere than the engine: proc(5), `hidepid`.
pub(crate) fn blind() -> Vec<String> {
    let script = "mount -t proc -o hidepid=2,gid=65534 proc /proc && \
                  exec setpriv --bounding-set=-kill,-sys_ptrace \"$@\"";
    ["unshare", "--mount", "sh", "-c", script, "sh"].map(str::to_owned).to_vec()
}
