use super::fuzzy::score;
use crate::{
    action::words,
    theme::Theme,
    types::{Action, ContainerName},
};

/// How many are shown at once.
const MOST: usize = 50;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The same whenever it is offered.
    pub(super) id: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) icon: &'static str,
    pub(super) does: Does,
}

/// What choosing does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Does {
    /// Goes to a page of the dashboard.
    Go(String),
    /// Goes to a page of the server's own.
    Load(&'static str),
    Control(Action, String, String),
    Choose(Theme),
    ShowTasks,
    ShowShortcuts,
    LogOut,
}

/// What is there on every page.
fn fixed() -> Vec<Entry> {
    let entry = |id: &str, label: &str, hint: &str, icon, does| Entry {
        id: id.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        icon,
        does,
    };
    let go = |to: &str| Does::Go(to.to_owned());
    let theme = |theme: Theme, icon| {
        let label = format!("Theme: {}", theme.as_str());
        entry(&format!("theme {}", theme.as_str()), &label, "action", icon, Does::Choose(theme))
    };
    vec![
        entry("containers", "Containers", "page", "list", go("/ui/containers")),
        entry("new", "New container", "page", "plus", go("/ui/containers/new")),
        entry("images", "Images", "page", "image", go("/ui/images")),
        entry("pull", "Pull an image", "action", "download", go("/ui/images?pull=")),
        entry("activity", "Activity", "page", "clock", go("/ui/activity")),
        entry("system", "System", "page", "system", go("/ui/system")),
        entry("docs", "API docs", "page", "file", Does::Load("/docs")),
        entry("tasks", "Tasks", "action", "tasks", Does::ShowTasks),
        entry("keys", "Keyboard shortcuts", "action", "keyboard", Does::ShowShortcuts),
        theme(Theme::Light, "sun"),
        theme(Theme::Dark, "moon"),
        theme(Theme::System, "system"),
        entry("log out", "Log out", "action", "logout", Does::LogOut),
    ]
}

/// The parts of a container's page that a first word may name, as in `logs shop`.
const PARTS: [(&str, &str, &str); 6] = [
    ("terminal", "Terminal", "terminal"),
    ("logs", "Logs", "logs"),
    ("files", "Files", "folder"),
    ("stats", "Stats of", "chart"),
    ("settings", "Settings of", "edit"),
    ("duplicate", "Duplicate", "copy"),
];

fn part(cuid: &str, part: &str) -> String {
    match part {
        "duplicate" => format!("/ui/containers/new?from={cuid}"),
        part => format!("/ui/containers/{cuid}/{part}"),
    }
}

fn container(of: &ContainerName) -> Entry {
    Entry {
        id: of.cuid.clone(),
        label: of.name.clone(),
        hint: format!("{} · {}", of.status, of.image),
        icon: "container",
        does: Does::Go(format!("/ui/containers/{}", of.cuid)),
    }
}

/// What can be done with a container where the first word names it.
fn done_with(of: &ContainerName, verb: &str) -> Vec<Entry> {
    let is = |word: &str| word.starts_with(verb);
    let entry = |word: &str, label: &str, icon, does| Entry {
        id: format!("{word} {}", of.cuid),
        label: format!("{label} {}", of.name),
        hint: format!("{} · {}", of.status, of.image),
        icon,
        does,
    };
    let actions = Action::ALL
        .into_iter()
        .filter(|action| is(action.as_str()) && action.is_offered(of.status))
        .map(|action| {
            let does = Does::Control(action, of.cuid.clone(), of.name.clone());
            entry(action.as_str(), words(action).0, action.as_str(), does)
        });
    let parts = PARTS
        .iter()
        .filter(|(word, ..)| is(word))
        .map(|(word, label, icon)| entry(word, label, *icon, Does::Go(part(&of.cuid, word))));
    actions.chain(parts).collect()
}

/// What fits what was typed, the best first. Nothing typed: what was chosen last, then everything.
pub(super) fn entries(typed: &str, containers: &[ContainerName], recent: &[String]) -> Vec<Entry> {
    let typed = typed.trim().to_lowercase();
    let verb = typed.split_once(' ').filter(|(verb, _)| verb.len() > 1);
    let mut all = fixed();
    all.extend(containers.iter().map(container));
    let mut found: Vec<(i32, Entry)> = all
        .into_iter()
        .filter_map(|entry| {
            // the image and the id are worth less than the name
            let best = score(&typed, &entry.label).map(|score| score + 4);
            let id = entry.id.contains(&typed).then_some(0);
            Some((best.or_else(|| score(&typed, &entry.hint)).or(id)?, entry))
        })
        .collect();
    if let Some((verb, rest)) = verb {
        let named = containers.iter().filter_map(|of| Some((score(rest, &of.name)?, of)));
        found.extend(named.flat_map(|(score, of)| {
            // it was asked for in so many words
            done_with(of, verb).into_iter().map(move |entry| (score + 100, entry))
        }));
    }
    let place = |entry: &Entry| recent.iter().position(|id| *id == entry.id).unwrap_or(usize::MAX);
    if typed.is_empty() {
        let verbs = recent.iter().filter_map(|id| {
            let (verb, cuid) = id.split_once(' ')?;
            let of = containers.iter().find(|of| of.cuid == cuid)?;
            Some((0, done_with(of, verb).into_iter().find(|entry| entry.id == *id)?))
        });
        found.extend(verbs.collect::<Vec<_>>());
        found.sort_by_key(|(_, entry)| place(entry));
    } else {
        found.sort_by_key(|(score, entry)| (-score, place(entry)));
    }
    found.into_iter().map(|(_, entry)| entry).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::entries;
    use crate::types::{ContainerName, Status};

    fn containers() -> Vec<ContainerName> {
        let of = |cuid: &str, name: &str, status| ContainerName {
            cuid: cuid.to_owned(),
            name: name.to_owned(),
            image: "nginx:alpine".to_owned(),
            status,
        };
        vec![of("c1", "shop", Status::Running), of("c2", "report", Status::Exited)]
    }

    fn labels(typed: &str, recent: &[&str]) -> Vec<String> {
        let recent: Vec<String> = recent.iter().map(|id| (*id).to_owned()).collect();
        entries(typed, &containers(), &recent).into_iter().map(|entry| entry.label).collect()
    }

    #[test]
    fn pages_containers_and_actions_are_found() {
        assert_eq!(labels("sho", &[])[0], "shop");
        assert_eq!(labels("newc", &[])[0], "New container");
        assert_eq!(labels("dark", &[])[0], "Theme: dark");
        assert_eq!(labels("stop sh", &[])[0], "Stop shop");
        assert_eq!(labels("logs rep", &[])[0], "Logs report");
        assert_eq!(labels("settings rep", &[])[0], "Settings of report");
        assert_eq!(labels("dup sh", &[])[0], "Duplicate shop");
        assert_eq!(labels("nothing like it", &[]), Vec::<String>::new());
        assert!(labels("nginx", &[]).contains(&"report".to_owned()));
    }

    #[test]
    fn what_makes_no_sense_now_is_not_offered() {
        assert!(!labels("start sh", &[]).contains(&"Start shop".to_owned()));
        assert!(labels("start rep", &[]).contains(&"Start report".to_owned()));
    }

    #[test]
    fn what_was_chosen_last_comes_first() {
        assert_eq!(
            labels("", &["stop c1", "c2", "docs"])[..3],
            ["Stop shop", "report", "API docs"]
        );
        assert_eq!(labels("", &[])[0], "Containers");
        // one that is gone, or an action that makes no sense any more
        assert_eq!(labels("", &["c9", "start c1", "c2"])[0], "report");
    }
}
