use crate::pages::containers::form::FilledPort;

/// The most ports that a range stands for.
const MOST_PORTS: u16 = 100;

/// Whether an option of `docker run` has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has none.
    Switch,
    /// It has one.
    Value,
}

const SWITCHES: &str = " -d --detach --disable-content-trust --help --init -i --interactive \
    --no-healthcheck --oom-kill-disable --privileged -P --publish-all -q --quiet --read-only --rm \
    --sig-proxy -t --tty --use-api-socket ";

/// <https://docs.docker.com/reference/cli/docker/container/run/>
const VALUES: &str = " --add-host --annotation -a --attach --blkio-weight --blkio-weight-device \
    --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile --cpu-count --cpu-percent --cpu-period \
    --cpu-quota --cpu-rt-period --cpu-rt-runtime -c --cpu-shares --cpus --cpuset-cpus --cpuset-mems \
    --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops \
    --device-write-bps --device-write-iops --dns --dns-opt --dns-option --dns-search --domainname \
    --entrypoint -e --env --env-file --expose --gpus --group-add --health-cmd --health-interval \
    --health-retries --health-start-interval --health-start-period --health-timeout -h --hostname \
    --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory -l --label --label-file --link \
    --link-local-ip --log-driver --log-opt --mac-address -m --memory --memory-reservation \
    --memory-swap --memory-swappiness --mount --name --net --net-alias --network --network-alias \
    --oom-score-adj --pid --pids-limit --platform -p --publish --pull --restart --runtime \
    --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit \
    -u --user --userns --uts -v --volume --volume-driver --volumes-from -w --workdir ";

/// What kind of option that is; `None` where there is none of that name.
pub(super) fn kind(name: &str) -> Option<Kind> {
    let among = |list: &str| list.contains(&format!(" {name} "));
    match name {
        _ if among(SWITCHES) => Some(Kind::Switch),
        _ if among(VALUES) => Some(Kind::Value),
        _ => None,
    }
}

/// What to know about a switch that means nothing here; none where it changes nothing.
pub(super) fn about_switch(name: &str) -> Option<String> {
    let note = match name {
        "--rm" => "--rm: a container stays here until it is deleted.",
        "-P" | "--publish-all" => "-P: add the ports that are to be published.",
        "--privileged" => "--privileged: containers here have no more rights than usual.",
        "--read-only" => "--read-only is not taken over.",
        "--no-healthcheck" => "--no-healthcheck is not taken over.",
        "--oom-kill-disable" => "--oom-kill-disable is not taken over.",
        _ => return None,
    };
    Some(note.to_owned())
}

/// The same for an option with a value.
pub(super) fn about_value(name: &str, value: &str) -> Option<String> {
    let note = match name {
        "-a" | "--attach" | "--cidfile" | "--detach-keys" | "--expose" | "--pull" => return None,
        "--env-file" => format!(
            "--env-file {value}: that file is not here. Paste what is in it by “Paste .env”."
        ),
        "-l" | "--label" | "--label-file" => {
            "Labels are not taken over; tags are what containers here are sorted by.".to_owned()
        }
        "-v" | "--volume" | "--mount" | "--tmpfs" | "--volumes-from" => format!(
            "{name} {value} is not taken over: what is kept of a container is its folder /app, under Files."
        ),
        "--entrypoint" => format!(
            "--entrypoint {value} is not taken over. A command follows the image's own entry point."
        ),
        "--network" | "--net" | "--link" => {
            format!(
                "{name} {value} is not taken over: containers here have a network of their own."
            )
        }
        _ => format!("{name} {value} is not taken over."),
    };
    Some(note)
}

/// The ports of `[[ip:][host]:]container[/protocol]`, where both ends may be ranges.
pub(super) fn ports(text: &str) -> Option<Vec<FilledPort>> {
    let (ends, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    if !matches!(protocol, "tcp" | "udp") {
        return None;
    }
    let (before, container) = match ends.rsplit_once(':') {
        Some((before, container)) => (before, container),
        None => ("", ends),
    };
    let (ip, host) = match before.rsplit_once(':') {
        Some((ip, host)) => (Some(ip.trim_matches(['[', ']']).to_owned()), host),
        None => (None, before),
    };
    let inside = range(container)?;
    let outside = if host.is_empty() { None } else { Some(range(host)?) };
    if outside.as_ref().is_some_and(|outside| outside.len() != inside.len()) {
        return None;
    }
    let port = |(at, container): (usize, &u16)| FilledPort {
        host: outside.as_ref().map(|outside| outside[at].to_string()).unwrap_or_default(),
        container: container.to_string(),
        protocol: protocol.to_owned(),
        host_ip: ip.clone(),
    };
    Some(inside.iter().enumerate().map(port).collect())
}

fn range(text: &str) -> Option<Vec<u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
    let fits = first > 0 && first <= last && last - first < MOST_PORTS;
    fits.then(|| (first..=last).collect())
}
