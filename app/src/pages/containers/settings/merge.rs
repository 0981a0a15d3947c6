use crate::pages::containers::form::Filled;
use std::{collections::BTreeSet, fmt};

/// A setting that can be changed by one person while another changes it too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Setting {
    Image,
    Name,
    Tags,
    Cpus,
    Memory,
    Pids,
    Ports,
    Restart,
    Command,
    User,
    /// The variable of that name.
    Variable(String),
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image => f.write_str("Image"),
            Self::Name => f.write_str("Name"),
            Self::Tags => f.write_str("Tags"),
            Self::Cpus => f.write_str("CPUs"),
            Self::Memory => f.write_str("Memory"),
            Self::Pids => f.write_str("Processes"),
            Self::Ports => f.write_str("Ports"),
            Self::Restart => f.write_str("Restart policy"),
            Self::Command => f.write_str("Command"),
            Self::User => f.write_str("User"),
            Self::Variable(name) => write!(f, "Variable {name}"),
        }
    }
}

/// What came of a form and of what was changed elsewhere meanwhile.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// What the form is to show: what was changed in it stays.
    pub(super) filled: Filled,
    /// What was changed elsewhere only, and is taken over.
    pub(super) adopted: Vec<Setting>,
    /// What was changed in both places, and differently.
    pub(super) disputed: Vec<Setting>,
}

/// Brings together what the form was opened with, what stands in it, and what the container is now.
pub(super) fn merge(base: &Filled, mine: &Filled, theirs: &Filled) -> Merged {
    let mut merged = Merged { filled: mine.clone(), ..Merged::default() };
    merged.field(Setting::Image, base, theirs, |filled| &mut filled.image);
    merged.field(Setting::Name, base, theirs, |filled| &mut filled.name);
    merged.field(Setting::Tags, base, theirs, |filled| &mut filled.tags);
    merged.field(Setting::Cpus, base, theirs, |filled| &mut filled.cpus);
    merged.field(Setting::Memory, base, theirs, |filled| &mut filled.memory);
    merged.field(Setting::Pids, base, theirs, |filled| &mut filled.pids);
    merged.field(Setting::Ports, base, theirs, |filled| &mut filled.ports);
    merged.field(Setting::Restart, base, theirs, |filled| &mut filled.restart);
    merged.field(Setting::Command, base, theirs, |filled| &mut filled.command);
    merged.field(Setting::User, base, theirs, |filled| &mut filled.user);
    merged.variables(base, theirs);
    merged
}

/// Takes what the container has of that setting.
pub(super) fn take(setting: &Setting, from: &Filled, into: &mut Filled) {
    match setting {
        Setting::Image => into.image.clone_from(&from.image),
        Setting::Name => into.name.clone_from(&from.name),
        Setting::Tags => into.tags.clone_from(&from.tags),
        Setting::Cpus => into.cpus.clone_from(&from.cpus),
        Setting::Memory => into.memory.clone_from(&from.memory),
        Setting::Pids => into.pids.clone_from(&from.pids),
        Setting::Ports => into.ports.clone_from(&from.ports),
        Setting::Restart => into.restart.clone_from(&from.restart),
        Setting::Command => into.command.clone_from(&from.command),
        Setting::User => into.user.clone_from(&from.user),
        Setting::Variable(name) => set(into, name, of(from, name).cloned()),
    }
}

impl Merged {
    fn field<T: PartialEq + Clone>(
        &mut self,
        setting: Setting,
        base: &Filled,
        theirs: &Filled,
        place: fn(&mut Filled) -> &mut T,
    ) {
        let (base, theirs) = (place(&mut base.clone()).clone(), place(&mut theirs.clone()).clone());
        let mine = place(&mut self.filled);
        if theirs == base || *mine == theirs {
            return;
        }
        if *mine == base {
            *mine = theirs;
            self.adopted.push(setting);
        } else {
            self.disputed.push(setting);
        }
    }

    fn variables(&mut self, base: &Filled, theirs: &Filled) {
        let names: BTreeSet<&str> = [base, theirs]
            .iter()
            .flat_map(|filled| &filled.env)
            .map(|(name, _)| name.trim())
            .collect();
        for name in names {
            let (before, now) = (of(base, name), of(theirs, name));
            let mine = of(&self.filled, name);
            if now == before || mine == now {
                continue;
            }
            if mine == before {
                set(&mut self.filled, name, now.cloned());
                self.adopted.push(Setting::Variable(name.to_owned()));
            } else {
                self.disputed.push(Setting::Variable(name.to_owned()));
            }
        }
    }
}

fn of<'a>(filled: &'a Filled, name: &str) -> Option<&'a String> {
    filled.env.iter().find(|(other, _)| other.trim() == name).map(|(_, value)| value)
}

fn set(filled: &mut Filled, name: &str, value: Option<String>) {
    let at = filled.env.iter().position(|(other, _)| other.trim() == name);
    match (at, value) {
        (Some(at), Some(value)) => filled.env[at].1 = value,
        (Some(at), None) => {
            filled.env.remove(at);
        }
        (None, Some(value)) => filled.env.push((name.to_owned(), value)),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Setting, merge, take};
    use crate::pages::containers::form::Filled;

    fn filled(memory: &str, env: &[(&str, &str)]) -> Filled {
        let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Filled { memory: memory.to_owned(), env: env.collect(), ..Filled::default() }
    }

    #[test]
    fn what_was_not_touched_here_follows_the_container() {
        let base = filled("64m", &[("A", "1"), ("B", "1")]);
        let theirs = filled("128m", &[("A", "2"), ("C", "3")]);
        let merged = merge(&base, &base, &theirs);
        assert_eq!(merged.filled, theirs);
        assert_eq!(
            merged.adopted.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["Memory", "Variable A", "Variable B", "Variable C"]
        );
        assert_eq!(merged.disputed, []);
    }

    #[test]
    fn what_was_changed_in_both_places_is_disputed_and_stays() {
        let base = filled("64m", &[("A", "1"), ("B", "1")]);
        let mine = filled("32m", &[("A", "mine"), ("B", "1"), ("NEW", "x")]);
        let theirs = filled("128m", &[("A", "theirs"), ("B", "1"), ("NEW", "x")]);
        let mut merged = merge(&base, &mine, &theirs);
        assert_eq!(merged.filled, mine);
        assert_eq!(merged.adopted, []);
        assert_eq!(merged.disputed, [Setting::Memory, Setting::Variable("A".to_owned())]);
        for setting in &merged.disputed {
            take(setting, &theirs, &mut merged.filled);
        }
        assert_eq!(merged.filled, theirs);
    }

    #[test]
    fn the_same_change_in_both_places_is_none() {
        let (base, both) = (filled("64m", &[]), filled("32m", &[("A", "1")]));
        let merged = merge(&base, &both, &both);
        assert_eq!((merged.filled, merged.adopted, merged.disputed), (both, vec![], vec![]));
    }
}
