use super::Composer;
use crate::{
    components::Icon,
    focus::focus_soon,
    pages::containers::form::{Filled, FilledPort},
    types::Protocol,
};
use leptos::prelude::*;

/// A common thing to run, and what it takes.
struct Preset {
    name: &'static str,
    image: &'static str,
    ports: &'static [&'static str],
    env: &'static [(&'static str, &'static str)],
    command: &'static str,
    /// What to know before and what to do next.
    hint: &'static str,
}

static PRESETS: [Preset; 6] = [
    Preset {
        name: "Python",
        image: "python:3.12-slim",
        ports: &[],
        env: &[],
        command: "",
        hint: "Runs the boot.py that you upload under Files, or a command. A requirements.txt beside it is installed first.",
    },
    Preset {
        name: "Node.js",
        image: "node:22-alpine",
        ports: &[],
        env: &[("NODE_ENV", "production")],
        command: "",
        hint: "Runs the boot.js that you upload under Files, or a command.",
    },
    Preset {
        name: "nginx",
        image: "nginx:alpine",
        ports: &["80"],
        env: &[],
        command: "",
        hint: "A web server. It shows its welcome page until it is given another configuration.",
    },
    Preset {
        name: "Redis",
        image: "redis:alpine",
        ports: &["6379"],
        env: &[],
        command: "",
        hint: "A store in memory. Anyone who reaches its port can use it: publish it with care.",
    },
    Preset {
        name: "PostgreSQL",
        image: "postgres:alpine",
        ports: &["5432"],
        // in the folder that is kept when the container is made anew
        env: &[("PGDATA", "/app/pgdata"), ("POSTGRES_PASSWORD", "")],
        command: "",
        hint: "A database. Give POSTGRES_PASSWORD a value; the data lies in /app/pgdata and stays with the container.",
    },
    Preset {
        name: "Shell",
        image: "busybox:latest",
        ports: &[],
        env: &[],
        command: "sleep infinity",
        hint: "Does nothing but run: open its terminal and look around.",
    },
];

/// What is said while none is chosen.
const NOTHING_CHOSEN: &str =
    "A preset fills in image, ports and variables. What else to run: any image, by its name.";

impl Preset {
    /// What is filled in, with name, tags and limits as they are.
    fn filled(&self, now: Filled) -> Filled {
        let port = |port: &&str| FilledPort::inside(*port, Protocol::Tcp);
        let variable = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Filled {
            image: self.image.to_owned(),
            ports: self.ports.iter().map(port).collect(),
            env: self.env.iter().map(variable).collect(),
            command: self.command.to_owned(),
            user: String::new(),
            ..now
        }
    }
}

/// Common things to run, each filled in by one press.
#[component]
pub(super) fn Presets(
    /// The form.
    composer: Composer,
) -> impl IntoView {
    let draft = composer.draft;
    let chosen = move |preset: &Preset| draft.image.with(|image| image.trim() == preset.image);
    let hint = Memo::new(move |_| PRESETS.iter().find(|one| chosen(one)).map(|one| one.hint));
    let button = move |preset: &'static Preset| {
        view! {
            <li>
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || chosen(preset).to_string()
                    on:click=move |_| {
                        let what = format!("Filled in for {}", preset.name);
                        composer.fill(&preset.filled(draft.filled_now()), &what);
                        focus_soon("#name".to_owned());
                    }
                >
                    {preset.name}
                </button>
            </li>
        }
    };
    view! {
        <ul class="chips presets" aria-label="Presets">{PRESETS.iter().map(button).collect_view()}</ul>
        <p class="preset-hint" role="status">
            <Icon name="info" />
            <span>{move || hint.get().unwrap_or(NOTHING_CHOSEN)}</span>
        </p>
    }
    .into_any()
}
