use crate::engine::ImageCommand;
use serde::{Deserialize, Serialize};

const PYTHON_WITH_REQUIREMENTS: &str = include_str!("install_requirements.py");

/// What a boot file in the mount makes of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// The program that runs.
    pub program: Program,
    /// Whether the container's user is the server's default user, for want of one in the
    /// definition.
    pub default_user: bool,
}

/// The program that a boot file asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Program {
    /// `python /app/boot.py`.
    Python,
    /// The same after `requirements.txt` has been installed.
    PythonWithRequirements,
    /// `node /app/boot.js`.
    Node,
    /// `sh /app/boot.sh`.
    Shell,
}

impl Program {
    /// The files that are looked for, the first that is there wins.
    pub const FILES: [&str; 3] = ["boot.py", "boot.js", "boot.sh"];

    /// What the files in a mount ask for; `has` tells whether one of that name is there.
    pub fn detect(has: impl Fn(&str) -> bool) -> Option<Self> {
        match Self::FILES.into_iter().find(|file| has(file))? {
            "boot.py" if has("requirements.txt") => Some(Self::PythonWithRequirements),
            "boot.py" => Some(Self::Python),
            "boot.js" => Some(Self::Node),
            _ => Some(Self::Shell),
        }
    }

    /// The entry point that runs it.
    pub fn entrypoint(self) -> Vec<String> {
        let words: &[&str] = match self {
            Self::Python => &["python", "/app/boot.py"],
            Self::PythonWithRequirements => &["python", "-c", PYTHON_WITH_REQUIREMENTS],
            Self::Node => &["node", "/app/boot.js"],
            Self::Shell => &["sh", "/app/boot.sh"],
        };
        words.iter().map(|&word| word.to_owned()).collect()
    }
}

/// The boot file for an image that would end at once, because by itself it runs nothing but an
/// interpreter that waits for input which never comes; `None` for every other image.
pub fn wanted_boot_file(image: &ImageCommand) -> Option<&'static str> {
    // official images put a script of this name before every command
    let bare_entrypoint = match image.entrypoint.as_slice() {
        [] => None,
        [script] if basename(script) == "docker-entrypoint.sh" => None,
        [program] => Some(program),
        _ => return None,
    };
    let ((Some(program), []) | (None, [program])) = (bare_entrypoint, image.command.as_slice())
    else {
        return None;
    };
    let name = basename(program);
    if name == "node" || name == "nodejs" {
        Some("boot.js")
    } else if name
        .strip_prefix("python")
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
    {
        Some("boot.py")
    } else if ["sh", "bash", "ash", "dash", "zsh"].contains(&name) {
        Some("boot.sh")
    } else {
        None
    }
}

fn basename(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::{Program, wanted_boot_file};
    use crate::engine::ImageCommand;

    #[test]
    fn python_comes_before_node_and_shell() {
        let detect = |files: &[&str]| Program::detect(|name| files.contains(&name));
        assert_eq!(detect(&["boot.sh", "boot.js", "boot.py"]), Some(Program::Python));
        assert_eq!(detect(&["boot.py", "requirements.txt"]), Some(Program::PythonWithRequirements));
        assert_eq!(detect(&["boot.sh", "boot.js"]), Some(Program::Node));
        assert_eq!(detect(&["boot.sh", "requirements.txt"]), Some(Program::Shell));
        assert_eq!(detect(&["requirements.txt"]), None);
    }

    #[test]
    fn bare_interpreters_want_a_boot_file() {
        let wanted = |entrypoint: &[&str], command: &[&str]| {
            let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            wanted_boot_file(&ImageCommand {
                entrypoint: owned(entrypoint),
                command: owned(command),
            })
        };
        assert_eq!(wanted(&[], &["python3"]), Some("boot.py"));
        assert_eq!(wanted(&[], &["/usr/local/bin/python3.12"]), Some("boot.py"));
        assert_eq!(wanted(&["docker-entrypoint.sh"], &["node"]), Some("boot.js"));
        assert_eq!(wanted(&["/bin/bash"], &[]), Some("boot.sh"));
        assert_eq!(wanted(&[], &["sh"]), Some("boot.sh"));
        assert_eq!(wanted(&[], &["sh", "-c", "sleep 1"]), None);
        assert_eq!(wanted(&["/docker-entrypoint.sh"], &["nginx", "-g", "daemon off;"]), None);
        assert_eq!(wanted(&["python3"], &["serve.py"]), None);
        assert_eq!(wanted(&[], &["pythonista"]), None);
        assert_eq!(wanted(&[], &[]), None);
    }
}
