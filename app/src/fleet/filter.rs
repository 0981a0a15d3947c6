use crate::types::{Container, Status};
use std::fmt;

/// What the filter box asks for: `status:running -tag:web image:python name`. A container has to
/// match every term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(super) terms: Vec<Term>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Whether containers that match are the ones to leave out.
    pub(super) negated: bool,
    /// Where to look.
    pub(super) field: Field,
    /// What to look for, in small letters: one of these has to be found. Empty while somebody has
    /// typed no more than the field, which leaves nothing out.
    pub(super) values: Vec<String>,
}

/// Where a term looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// In name, image, id and tags.
    Text,
    /// At the beginning of the state.
    Status,
    /// For a tag of exactly that name.
    Tag,
    /// In the image's name.
    Image,
    /// In the name.
    Name,
    /// For a port of that number, on the host or in the container.
    Port,
    /// In the id.
    Id,
}

impl Field {
    /// Those that are asked for by name, with what they are for.
    pub(crate) const NAMED: [(Self, &'static str, &'static str); 6] = [
        (Self::Status, "status", "a state, such as running"),
        (Self::Tag, "tag", "a tag"),
        (Self::Image, "image", "part of the image"),
        (Self::Name, "name", "part of the name"),
        (Self::Port, "port", "a port number"),
        (Self::Id, "id", "part of the id"),
    ];

    /// The one of that name, whatever the case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let of_name = |(_, known, _): &&(Self, &str, &str)| known.eq_ignore_ascii_case(name);
        Self::NAMED.iter().find(of_name).map(|(field, ..)| *field)
    }

    /// What it is written as before the colon; `None` for text, which stands alone.
    pub(super) fn name(self) -> Option<&'static str> {
        Self::NAMED.iter().find(|(field, ..)| *field == self).map(|(_, name, _)| *name)
    }
}

impl Filter {
    /// Whether it leaves any container out.
    pub(crate) fn is_on(&self) -> bool {
        self.terms.iter().any(|term| !term.values.is_empty())
    }

    /// Whether a container is one of those that are looked for.
    pub(crate) fn matches(&self, container: &Container) -> bool {
        self.terms.iter().all(|term| term.matches(container))
    }

    /// The same, whatever its state.
    pub(crate) fn matches_but_status(&self, container: &Container) -> bool {
        self.terms.iter().all(|term| term.field == Field::Status || term.matches(container))
    }

    /// The one state that is asked for; `None` for any, and where it is not as simple as that.
    pub(crate) fn status(&self) -> Option<Status> {
        let mut terms = self.terms.iter().filter(|term| term.field == Field::Status);
        match (terms.next(), terms.next()) {
            (Some(Term { negated: false, values, .. }), None) => match values.as_slice() {
                [status] => status.parse().ok(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it says anything of the state.
    pub(crate) fn has_status(&self) -> bool {
        self.terms.iter().any(|term| term.field == Field::Status && !term.values.is_empty())
    }

    /// The same for that state in place of any other.
    pub(crate) fn with_status(&self, status: Option<Status>) -> Self {
        let wanted = status.map(|status| Term {
            negated: false,
            field: Field::Status,
            values: vec![status.as_str().to_owned()],
        });
        let others = self.terms.iter().filter(|term| term.field != Field::Status).cloned();
        Self { terms: wanted.into_iter().chain(others).collect() }
    }

    /// What is odd about it, in sentences for the one who typed it.
    pub(crate) fn problems(&self) -> Vec<String> {
        self.terms.iter().flat_map(Term::problems).collect()
    }
}

impl Term {
    fn matches(&self, container: &Container) -> bool {
        if self.values.is_empty() {
            return true;
        }
        let found = self.values.iter().any(|value| self.field.holds(value, container));
        found != self.negated
    }

    fn problems(&self) -> Vec<String> {
        let about = |value: &String| match self.field {
            Field::Status if !Status::ALL.iter().any(|known| known.as_str().starts_with(value)) => {
                let known = Status::ALL.map(Status::as_str).join(", ");
                Some(format!("There is no state “{value}”. The states are {known}."))
            }
            Field::Port if value.parse::<u16>().is_err() => {
                Some(format!("“{value}” is no port: ports are numbers up to 65535."))
            }
            Field::Text => {
                let (name, rest) = value.split_once(':')?;
                let near = Field::NAMED.iter().find(|(_, known, _)| is_near(name, known))?.1;
                Some(format!("“{name}:” is looked for as text. Did you mean {near}:{rest}?"))
            }
            _ => None,
        };
        self.values.iter().filter_map(about).collect()
    }
}

impl Field {
    fn holds(self, value: &str, container: &Container) -> bool {
        match self {
            Self::Text => {
                holds(&container.name, value)
                    || holds(&container.image, value)
                    || holds(&container.cuid, value)
                    || container.tags.iter().any(|tag| holds(tag, value))
            }
            Self::Status => container.status.as_str().starts_with(value),
            Self::Tag => container
                .tags
                .iter()
                .any(|tag| tag.eq_ignore_ascii_case(value) || tag.to_lowercase() == value),
            Self::Image => holds(&container.image, value),
            Self::Name => holds(&container.name, value),
            Self::Id => holds(&container.cuid, value),
            Self::Port => value.parse().is_ok_and(|number: u16| {
                let is = |port: &crate::types::PortBinding| {
                    port.host == Some(number) || port.container == number
                };
                container.ports.iter().any(is)
            }),
        }
    }
}

/// Whether a text holds another that is in small letters, whatever its own case. Most are ASCII, and
/// thousands are looked through at every key.
fn holds(text: &str, part: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(part);
    }
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty() || text.windows(part.len()).any(|here| here.eq_ignore_ascii_case(part))
}

/// Whether a word is another with a slip: one letter too many, too few or another, or two that have
/// changed places.
fn is_near(word: &str, known: &str) -> bool {
    let (word, known) = (word.as_bytes(), known.as_bytes());
    let same = word.iter().zip(known).take_while(|(a, b)| a == b).count();
    let (word, known) = (&word[same..], &known[same..]);
    match (word, known) {
        ([a, b, word @ ..], [c, d, known @ ..]) if a == d && b == c && word == known => true,
        ([_, word @ ..], [_, known @ ..]) if word == known => true,
        ([_, rest @ ..], _) if rest == known => true,
        (_, [_, rest @ ..]) if rest == word => true,
        _ => false,
    }
}

impl fmt::Display for Filter {
    /// Writes it so that it reads as the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            let sign = if term.negated { "-" } else { "" };
            write!(f, "{space}{sign}")?;
            if let Some(name) = term.field.name() {
                write!(f, "{name}:")?;
            }
            for (at, value) in term.values.iter().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                write!(f, "{comma}{}", quoted(value))?;
            }
        }
        Ok(())
    }
}

/// The value, in quotes where it would be read as something else without.
pub(super) fn quoted(value: &str) -> String {
    let special = |char: char| char.is_whitespace() || matches!(char, '"' | '\\' | ',');
    let named = value.split_once(':').is_some_and(|(name, _)| Field::named(name).is_some());
    if value.contains(special) || value.starts_with('-') || named {
        format!("\"{}\"", value.replace('\\', r"\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, is_near};
    use crate::types::{Container, Status};
    use proptest::prelude::*;

    fn container() -> Container {
        serde_json::from_value(serde_json::json!({
            "cuid": "c0192e4a0-7b5a-7c3e-8f21-0123456789ab", "name": "Shop Front", "image": "nginx:alpine",
            "status": "running", "env": {}, "tags": ["web", "Größe"], "resources": {},
            "ports": [{ "host": 8081, "container": 80, "protocol": "tcp", "automatic": false }],
            "restart": "no", "created_at": "", "updated_at": "", "oom_killed": false,
            "restart_count": 0, "pending_change": false,
        }))
        .expect("a container as the API shows it")
    }

    #[test]
    fn every_term_has_to_match() {
        for (filter, matches) in [
            ("", true),
            ("shop", true),
            ("SHOP nginx", true),
            ("shop apache", false),
            ("\"shop front\"", true),
            ("\"front shop\"", false),
            ("status:running", true),
            ("status:run", true),
            ("status:exited,running", true),
            ("status:exited", false),
            ("-status:exited", true),
            ("-status:running", false),
            ("status:", true),
            ("-tag:", true),
            ("status:nowhere", false),
            ("tag:web", true),
            ("tag:WEB", true),
            ("tag:größe", true),
            ("tag:we", false),
            ("-tag:web", false),
            ("image:nginx", true),
            ("nginx:alpine", true),
            ("image:nginx:alpine", true),
            ("name:front", true),
            ("name:nginx", false),
            ("port:8081", true),
            ("port:80", true),
            ("port:808", false),
            ("port:eighty", false),
            ("id:0192e4a0", true),
            ("Status:Running TAG:web", true),
            ("-", true),
            ("-apache", true),
            ("status:running tag:web image:nginx shop", true),
        ] {
            let read: Filter = filter.parse().expect("nothing is refused");
            assert_eq!(read.matches(&container()), matches, "{filter}");
        }
    }

    #[test]
    fn what_is_odd_is_said() {
        for (filter, said) in [
            ("status:running tag:web x:y nginx:alpine", None),
            ("status:run", None),
            ("status:", None),
            ("status:runing", Some("There is no state “runing”.")),
            ("port:web", Some("“web” is no port")),
            ("stauts:running", Some("Did you mean status:running?")),
            ("tags:web", Some("Did you mean tag:web?")),
        ] {
            let read: Filter = filter.parse().expect("nothing is refused");
            let problems = read.problems();
            assert_eq!(problems.is_empty(), said.is_none(), "{filter}: {problems:?}");
            assert!(said.is_none_or(|said| problems[0].contains(said)), "{problems:?}");
        }
    }

    #[test]
    fn the_state_is_read_and_replaced() {
        let read = |text: &str| text.parse::<Filter>().expect("nothing is refused");
        assert_eq!(read("a status:exited").status(), Some(Status::Exited));
        for text in ["a", "status:exit", "-status:exited", "status:exited,running"] {
            assert_eq!(read(text).status(), None, "{text}");
        }
        let filter = read("-status:exited shop status:dead");
        assert_eq!(filter.with_status(Some(Status::Running)).to_string(), "status:running shop");
        assert_eq!(filter.with_status(None).to_string(), "shop");
    }

    #[test]
    fn slips_of_one_letter_are_near() {
        for near in ["stauts", "sttus", "statuss", "statis", "xstatus"] {
            assert!(is_near(near, "status"), "{near}");
        }
        for far in ["status", "", "http", "stuats2"] {
            assert!(!is_near(far, "status"), "{far}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_written_so_that_it_reads_the_same(text in any::<String>()) {
            let read: Filter = text.parse().expect("nothing is refused");
            let again: Filter = read.to_string().parse().expect("nothing is refused");
            prop_assert_eq!(again, read);
        }

        #[test]
        fn what_looks_like_terms_too(
            text in r#"(-?((status|tag|image|name|port|id|x):)?["\\, a-zß:-]{0,8} ){0,4}"#
        ) {
            let read: Filter = text.parse().expect("nothing is refused");
            let again: Filter = read.to_string().parse().expect("nothing is refused");
            prop_assert_eq!(&again, &read);
            read.matches(&container());
            read.problems();
        }
    }
}
