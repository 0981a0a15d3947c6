//! The machine, its engine, and what is wrong with them.

use super::core::Core;
use crate::store::{self, Room};
use app::types::{DiskReport, DiskUse, EngineReport, HostReport, HostWarning, LimitKind};
use std::path::{Path, PathBuf};

/// The oldest API that has all that is used here, which came with Engine 20.10.
const OLDEST_API: (u32, u32) = (1, 41);
/// Which part of a disk should be left, in percent.
const DISK_LEFT: u64 = 10;
/// How many bridge networks an engine's own address pools allow, less a few:
/// <https://docs.docker.com/engine/network/#subnet-allocation>
const NETWORKS: usize = 28;

impl Core {
    /// The machine, its engine, and what is wrong with them; containers and times are left out.
    pub(super) async fn host_report(&self) -> HostReport {
        let link = self.link.read().clone();
        let is_local =
            self.settings.docker_host.as_deref().is_none_or(|host| host.starts_with("unix://"));
        let engine = link.as_ref().map(|(_, facts)| facts.report.clone());
        let mut places = vec![(DiskUse::Data, self.settings.data.clone())];
        if let Some(engine) = engine.as_ref().filter(|engine| is_local && !engine.root.is_empty()) {
            places.push((DiskUse::Engine, PathBuf::from(&engine.root)));
        }
        let disks = tokio::task::spawn_blocking(move || disks(places)).await.unwrap_or_default();
        let mut warnings = Vec::new();
        match &engine {
            Some(engine) => warnings.extend(engine_warnings(engine)),
            None => warnings.push(warning(
                "ENGINE_UNAVAILABLE",
                "The Docker engine does not answer. Start it (systemctl start docker); this server reconnects by itself.",
            )),
        }
        warnings.extend(disk_warnings(&disks));
        if let Some((engine, facts)) = &link
            && !facts.own_address_pools
            && let Ok(networks) = engine.count_bridges().await
            && networks >= NETWORKS
        {
            warnings.push(warning(
                "ADDRESS_POOLS_FULL",
                format!("The engine has {networks} bridge networks and addresses for about 30. Remove unused ones (docker network prune), or give it `default-address-pools`."),
            ));
        }
        HostReport {
            warnings,
            compose_version: self.compose.version().to_owned(),
            engine,
            memory_available_bytes: is_local.then(store::memory_available).flatten(),
            load_average: is_local.then(store::load_average).flatten(),
            disks,
            ..HostReport::default()
        }
    }
}

/// How much room is left where things lie; those that can't be seen are left out. Blocks.
fn disks(places: Vec<(DiskUse, PathBuf)>) -> Vec<DiskReport> {
    let report = |(holds, path): (DiskUse, PathBuf)| {
        let Room { total, available } = store::room(&path)
            .inspect_err(|error| tracing::debug!(path = %path.display(), %error, "no such disk"))
            .ok()?;
        let path = absolute(&path);
        Some(DiskReport { holds, path, total_bytes: total, available_bytes: available })
    };
    places.into_iter().filter_map(report).collect()
}

fn absolute(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.display().to_string()
}

fn warning(code: &str, message: impl Into<String>) -> HostWarning {
    HostWarning { code: code.to_owned(), message: message.into() }
}

fn engine_warnings(engine: &EngineReport) -> Vec<HostWarning> {
    let mut warnings = Vec::new();
    if is_older(&engine.api_version, OLDEST_API) {
        warnings.push(warning(
            "ENGINE_TOO_OLD",
            format!(
                "The engine {} has API {}, and this server needs {}.{}. Install Engine 20.10 or later.",
                engine.version, engine.api_version, OLDEST_API.0, OLDEST_API.1
            ),
        ));
    }
    let way_out = "Have the kernel do it: start it with cgroup_enable=memory swapaccount=1, or use control groups version 2.";
    for limit in &engine.unenforced_limits {
        let (code, what) = match limit {
            LimitKind::Memory => ("MEMORY_LIMIT_NOT_ENFORCED", "memory limit"),
            LimitKind::Swap => ("SWAP_LIMIT_NOT_ENFORCED", "memory limit as far as swap goes"),
            LimitKind::Cpu => ("CPU_LIMIT_NOT_ENFORCED", "limit of cores"),
            LimitKind::Pids => ("PIDS_LIMIT_NOT_ENFORCED", "limit of processes"),
        };
        let words = format!("This kernel does not keep containers to their {what}. {way_out}");
        warnings.push(warning(code, words));
    }
    warnings
}

fn is_older(version: &str, oldest: (u32, u32)) -> bool {
    let parsed = version
        .split_once('.')
        .and_then(|(major, minor)| Some((major.parse::<u32>().ok()?, minor.parse::<u32>().ok()?)));
    parsed.is_some_and(|version| version < oldest)
}

fn disk_warnings(disks: &[DiskReport]) -> Vec<HostWarning> {
    let low = disks.iter().filter(|disk| {
        disk.available_bytes.saturating_mul(100) < disk.total_bytes.saturating_mul(DISK_LEFT)
    });
    let warnings = low.map(|disk| {
        let what = match disk.holds {
            DiskUse::Data => "The files of the containers are",
            DiskUse::Engine => "The engine's images are",
        };
        let left = disk.available_bytes.saturating_mul(100) / disk.total_bytes.max(1);
        warning(
            "DISK_LOW",
            format!(
                "{what} on a disk of which {left} % is left ({}). Remove unused images, or files of containers.",
                disk.path
            ),
        )
    });
    warnings.collect()
}

#[cfg(test)]
mod tests {
    use super::{disk_warnings, engine_warnings};
    use app::types::{DiskReport, DiskUse, EngineReport, HostWarning, LimitKind};

    fn codes(warnings: Vec<HostWarning>) -> Vec<String> {
        warnings.into_iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn what_an_engine_can_not_do_is_told() {
        let engine = |api_version: &str, unenforced_limits| EngineReport {
            api_version: api_version.to_owned(),
            unenforced_limits,
            ..EngineReport::default()
        };
        for (api, old) in
            [("1.41", false), ("1.50", false), ("2.0", false), ("1.40", true), ("1.9", true)]
        {
            assert_eq!(!engine_warnings(&engine(api, Vec::new())).is_empty(), old, "{api}");
        }
        let limits = vec![LimitKind::Memory, LimitKind::Pids];
        let codes = codes(engine_warnings(&engine("1.41", limits)));
        assert_eq!(codes, ["MEMORY_LIMIT_NOT_ENFORCED", "PIDS_LIMIT_NOT_ENFORCED"]);
    }

    #[test]
    fn a_disk_is_low_under_a_tenth() {
        let disk = |available_bytes| DiskReport {
            holds: DiskUse::Data,
            path: "/data".to_owned(),
            total_bytes: 1000,
            available_bytes,
        };
        assert_eq!(codes(disk_warnings(&[disk(100), disk(99)])), ["DISK_LOW"]);
        assert!(disk_warnings(&[disk(99)])[0].message.contains("9 % is left"));
    }
}
