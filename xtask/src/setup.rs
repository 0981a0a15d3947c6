use crate::{
    engine::{self, Presence, compose, daemon},
    machine, shell, workspace,
};
use anyhow::{Result, bail};
use std::{fs::File, process::Command};

/// What the machine is to be made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To build and serve.
    Run,
    /// To run every test.
    Test,
    /// To measure.
    Bench,
}

/// Something that a purpose takes, and the packages that bring it.
struct Need {
    what: &'static str,
    met: bool,
    packages: &'static [&'static str],
}

/// Makes the machine ready: installs what is missing, saying so, and starts an engine where none
/// answers. Where everything is there, nothing of the system is touched. Without the right to
/// install, it ends with what to install.
pub(crate) fn machine(purpose: Purpose) -> Result<()> {
    // two set-ups at once, on a machine with two checkouts, take turns
    let turn = File::create(workspace::cache_dir()?.join("setup.lock"))?;
    turn.lock()?;

    let presence = engine::presence()?;
    if let Presence::Forbidden = presence {
        bail!(
            "The engine at {} is not open to this user. Add the user to the docker group \
             (sudo usermod -aG docker $USER), log in again, then try again.",
            engine::address()
        );
    }
    let answers = matches!(presence, Presence::Answers);
    if !answers && engine::address() != engine::DEFAULT {
        bail!(
            "DOCKER_HOST={} does not answer. Start that engine, or unset DOCKER_HOST to have this \
             machine's own.",
            engine::address()
        );
    }
    let missing: Vec<Need> = needs(purpose, answers).into_iter().filter(|need| !need.met).collect();
    let compose_missing = compose::find().is_none();
    if !machine::is_root() && (!missing.is_empty() || compose_missing || !answers) {
        bail!("{}", instructions(&missing, compose_missing, answers));
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    if !packages.is_empty() {
        let what: Vec<_> = missing.iter().map(|need| need.what).collect();
        eprintln!("Missing on this machine: {}", what.join(", "));
    }
    machine::install(&packages)?;
    if compose_missing {
        compose::install()?;
    }
    if !answers {
        daemon::start()?;
    }
    Ok(())
}

fn needs(purpose: Purpose, engine_answers: bool) -> Vec<Need> {
    let has = |program| shell::which(program).is_some();
    let mut needs = vec![
        Need {
            what: "a container engine",
            met: engine_answers || has("dockerd"),
            // the last is what the first image is made of where no registry can be reached
            packages: &["docker.io", "iptables", "busybox-static"],
        },
        Need { what: "Node.js with npm", met: has("npm"), packages: &["nodejs", "npm"] },
        Need {
            what: "Python with pip",
            met: shell::succeeds(Command::new("python3").args(["-m", "pip", "--version"])),
            packages: &["python3", "python3-pip"],
        },
    ];
    if purpose != Purpose::Run {
        needs.push(Need { what: "busybox", met: has("busybox"), packages: &["busybox-static"] });
    }
    if purpose == Purpose::Bench {
        needs.extend([
            Need { what: "wrk", met: has("wrk"), packages: &["wrk"] },
            Need { what: "curl", met: has("curl"), packages: &["curl"] },
            Need { what: "zip", met: has("zip"), packages: &["zip"] },
            Need { what: "unzip", met: has("unzip"), packages: &["unzip"] },
            Need { what: "nginx", met: has("nginx"), packages: &["nginx-light"] },
        ]);
    }
    if purpose == Purpose::Test {
        needs.extend([
            Need {
                what: "Chromium",
                met: has("chromium"),
                packages: &["chromium", "fonts-liberation"],
            },
            Need { what: "nginx", met: has("nginx"), packages: &["nginx-light"] },
            Need {
                what: "an image registry",
                met: has("docker-registry"),
                packages: &["docker-registry"],
            },
            Need { what: "Go", met: has("go"), packages: &["golang-go"] },
            Need { what: "Ruby", met: has("ruby"), packages: &["ruby"] },
            Need {
                what: "Python's venv",
                met: shell::succeeds(Command::new("python3").args(["-c", "import ensurepip"])),
                packages: &["python3-venv"],
            },
        ]);
    }
    needs
}

/// What a user who must not install has to have done.
fn instructions(missing: &[Need], compose_missing: bool, engine_answers: bool) -> String {
    let mut lines =
        vec!["This machine lacks what Wharfinger takes. As root, run:".to_owned(), String::new()];
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    if !packages.is_empty() {
        lines.push("    apt-get update".to_owned());
        lines.push(format!("    apt-get install --no-install-recommends {}", packages.join(" ")));
    }
    if compose_missing {
        lines.extend(compose::steps().map(|step| format!("    {step}")));
    }
    if !engine_answers {
        lines.push("    systemctl start docker".to_owned());
        lines.push("    usermod -aG docker <this user>, who then logs in again".to_owned());
    }
    lines.extend([
        String::new(),
        "Then try again; or run `cargo xtask run` itself as root.".to_owned(),
    ]);
    lines.join("\n")
}
