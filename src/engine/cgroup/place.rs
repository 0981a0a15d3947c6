use std::path::{Path, PathBuf};

/// Which of the kernel's two interfaces a controller is used by. A machine may have both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// Where the hierarchies of control groups are mounted.
#[derive(Debug, Default)]
pub(super) struct Mounts(Vec<Mount>);

#[derive(Debug)]
struct Mount {
    /// The controllers of a hierarchy of version 1; `None` of version 2.
    controllers: Option<String>,
    /// Which part of the hierarchy is mounted.
    root: String,
    point: PathBuf,
}

impl Mounts {
    /// Reads `/proc/self/mountinfo` (proc(5)).
    pub(super) fn read(text: &str) -> Self {
        Self(text.lines().filter_map(mount).collect())
    }

    /// The folder of a controller for the process whose `/proc/<pid>/cgroup` is given.
    pub(super) fn find(&self, groups: &str, controller: &str) -> Option<(Version, PathBuf)> {
        let has = |controllers: &str| controllers.split(',').any(|name| name == controller);
        let lines = groups.lines().filter_map(|line| {
            let (_, rest) = line.split_once(':')?;
            rest.split_once(':')
        });
        let mut unified = None;
        for (controllers, path) in lines {
            if controllers.is_empty() {
                unified = Some(path);
            } else if has(controllers) {
                let mount =
                    self.0.iter().find(|mount| mount.controllers.as_deref().is_some_and(has))?;
                return Some((Version::One, mount.folder(path)?));
            }
        }
        let mount = self.0.iter().find(|mount| mount.controllers.is_none())?;
        Some((Version::Two, mount.folder(unified?)?))
    }
}

impl Mount {
    fn folder(&self, path: &str) -> Option<PathBuf> {
        let within = Path::new(path).strip_prefix(&self.root).ok()?;
        Some(self.point.join(within))
    }
}

/// `35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory`
fn mount(line: &str) -> Option<Mount> {
    let (place, kind) = line.split_once(" - ")?;
    let mut place = place.split(' ').skip(3);
    let (root, point) = (place.next()?.to_owned(), place.next()?.into());
    let mut kind = kind.split(' ');
    let controllers = match kind.next()? {
        "cgroup" => Some(kind.nth(1)?.to_owned()),
        "cgroup2" => None,
        _ => return None,
    };
    Some(Mount { controllers, root, point })
}
