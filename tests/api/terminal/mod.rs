mod abuse;
mod exec;
mod leaks;
mod modes;
mod output;
mod security;
mod shell;
mod signals;

/// Runs a server that sees no processes but its own, as one would that runs in a container or
/// elsewhere than the engine: proc(5), `hidepid`.
fn blind() -> Vec<String> {
    let script = "mount -t proc -o hidepid=2,gid=65534 proc /proc && \
                  exec setpriv --bounding-set=-kill,-sys_ptrace \"$@\"";
    ["unshare", "--mount", "sh", "-c", script, "sh"].map(str::to_owned).to_vec()
}
