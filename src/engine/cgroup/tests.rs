use super::{Buffer, Cgroups, Limits, Usage};
use std::{fs, path::Path};

const ID: &str = "bb7a404772ad362317a386b92cd07218cfd574045bb1f7f573494f61796c36de";
const NETWORK: &str = "\
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     900       9    0    0    0     0          0         0      900       9    0    0    0     0       0          0
  eth0:     200       2    0    0    0     0          0         0       70       1    0    0    0     0       0          0
  eth1: 5000000000    2    0    0    0     0          0         0        5       1    0    0    0     0       0          0
";

/// Writes files under a folder, as a machine with one container would show them.
fn machine(root: &Path, mounts: &str, groups: &str, files: &[(&str, &str)]) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("proc/self/mountinfo", &mounts.replace("ROOT", root.to_str().unwrap()));
    write("proc/77/cgroup", &groups.replace("ID", ID));
    write("proc/77/net/dev", NETWORK);
    for (path, text) in files {
        write(&path.replace("ID", ID), text);
    }
}

fn measure(root: &Path) -> (Usage, Limits) {
    let cgroups = Cgroups::at(&root.join("proc")).unwrap();
    assert!(cgroups.meter("another container", 77, true).is_none());
    assert!(cgroups.meter(ID, 78, true).is_none());
    let mut buffer = Buffer::default();
    let kept = cgroups.meter(ID, 77, true).unwrap();
    let named = cgroups.meter(ID, 77, false).unwrap();
    let usage = kept.usage(&mut buffer).unwrap();
    assert_eq!(named.usage(&mut buffer), Some(usage));
    // a handle that is kept reads what is there now
    assert_eq!(kept.usage(&mut buffer), Some(usage));
    (usage, kept.limits())
}

/// What every machine's container here has used.
const USED: Usage = Usage {
    cpu_nanoseconds: 22_684_000,
    memory: 573_440,
    pids: 2,
    block_read: 12_288,
    block_written: 512,
    received: 5_000_000_200,
    sent: 75,
};

#[test]
fn version_1_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mounts = "\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / ROOT/cg/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / ROOT/cg/memory rw,relatime shared:9 - cgroup cgroup rw,memory
38 31 0:35 / ROOT/cg/blkio rw,relatime - cgroup cgroup rw,blkio
39 31 0:36 / ROOT/cg/pids rw,relatime - cgroup cgroup rw,pids
41 31 0:38 / ROOT/cg/unified rw,relatime - cgroup2 cgroup2 rw
";
    let groups = "\
9:name=systemd:/docker/ID
8:pids:/docker/ID
7:blkio:/docker/ID
4:memory:/docker/ID
2:cpu,cpuacct:/docker/ID
0::/docker/ID
";
    let files = [
        ("cg/cpu,cpuacct/docker/ID/cpuacct.usage", "22684000\n"),
        ("cg/cpu,cpuacct/docker/ID/cpu.cfs_quota_us", "50000\n"),
        ("cg/cpu,cpuacct/docker/ID/cpu.cfs_period_us", "100000\n"),
        ("cg/memory/docker/ID/memory.usage_in_bytes", "577536\n"),
        ("cg/memory/docker/ID/memory.limit_in_bytes", "67108864\n"),
        (
            "cg/memory/docker/ID/memory.stat",
            "cache 4096\ninactive_file 0\ntotal_inactive_file 4096\n",
        ),
        ("cg/pids/docker/ID/pids.current", "2\n"),
        ("cg/pids/docker/ID/pids.max", "50\n"),
        (
            "cg/blkio/docker/ID/blkio.throttle.io_service_bytes_recursive",
            "8:0 Read 8192\n8:0 Write 512\n8:0 Total 8704\n8:16 Read 4096\nTotal 12800\n",
        ),
    ];
    machine(folder.path(), mounts, groups, &files);
    let limits = Limits { cpus: Some(0.5), memory: Some(64 << 20), pids: Some(50) };
    assert_eq!(measure(folder.path()), (USED, limits));

    for (path, text) in [
        ("cg/cpu,cpuacct/docker/ID/cpu.cfs_quota_us", "-1\n"),
        ("cg/memory/docker/ID/memory.limit_in_bytes", "9223372036854771712\n"),
        ("cg/pids/docker/ID/pids.max", "max\n"),
    ] {
        fs::write(folder.path().join(path.replace("ID", ID)), text).unwrap();
    }
    assert_eq!(measure(folder.path()), (USED, Limits::default()));
}

#[test]
fn version_2_is_read_by_either_driver() {
    for path in ["/docker/ID", "/system.slice/docker-ID.scope"] {
        let folder = tempfile::tempdir().unwrap();
        let mounts = "28 23 0:25 / ROOT/cg rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
        let at = |file: &str| format!("cg{path}/{file}");
        let files = [
            ("cpu.stat", "usage_usec 22684\nuser_usec 10000\nsystem_usec 12684\n"),
            ("cpu.max", "50000 100000\n"),
            ("memory.current", "577536\n"),
            ("memory.max", "67108864\n"),
            ("memory.stat", "anon 114688\nfile 4096\nactive_file 0\ninactive_file 4096\n"),
            ("pids.current", "2\n"),
            ("pids.max", "50\n"),
            (
                "io.stat",
                "8:16 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=7 dios=0\n8:0 rbytes=8192 wbytes=512 rios=3 wios=1 dbytes=0 dios=0\n",
            ),
        ]
        .map(|(file, text)| (at(file), text));
        let files: Vec<_> = files.iter().map(|(file, text)| (file.as_str(), *text)).collect();
        machine(folder.path(), mounts, &format!("0::{path}\n"), &files);
        let limits = Limits { cpus: Some(0.5), memory: Some(64 << 20), pids: Some(50) };
        assert_eq!(measure(folder.path()), (USED, limits), "{path}");

        for (file, text) in
            [("cpu.max", "max 100000\n"), ("memory.max", "max\n"), ("pids.max", "max\n")]
        {
            fs::write(folder.path().join(at(file).replace("ID", ID)), text).unwrap();
        }
        // what the kernel was not built to count is nothing
        fs::remove_file(folder.path().join(at("io.stat").replace("ID", ID))).unwrap();
        let used = Usage { block_read: 0, block_written: 0, ..USED };
        assert_eq!(measure(folder.path()), (used, Limits::default()), "{path}");
    }
}
