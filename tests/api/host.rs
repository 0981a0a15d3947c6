use crate::support::{Options, SecondEngine, TestApp};
use app::types::{DiskUse, HostReport, LimitKind};

async fn report(app: &TestApp) -> HostReport {
    app.get("/host").await.expect(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_is_told_as_the_engine_and_the_machine_tell_it() {
    let app = TestApp::start();
    app.running().await;
    let host = report(&app).await;
    let engine = host.engine.unwrap();
    let format = "{{.ServerVersion}}|{{.NCPU}}|{{.MemTotal}}|{{.KernelVersion}}|{{.Architecture}}|{{.CgroupVersion}}|{{.Driver}}|{{.DockerRootDir}}|{{.OperatingSystem}}|{{.MemoryLimit}}";
    let told = app.docker().run(&["info", "--format", format]).await;
    let ours = format!(
        "{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
        engine.version,
        engine.cores,
        engine.memory_bytes,
        engine.kernel,
        engine.architecture,
        engine.cgroup_version,
        engine.storage_driver,
        engine.root,
        engine.operating_system,
        !engine.unenforced_limits.contains(&LimitKind::Memory),
    );
    assert_eq!(ours, told);
    let api = app.docker().run(&["version", "--format", "{{.Server.APIVersion}}"]).await;
    assert_eq!(engine.api_version, api);
    assert_eq!((host.containers, host.running), (1, 1));
    assert!(host.memory_available_bytes.is_some_and(|free| free < engine.memory_bytes));
    assert!(host.load_average.is_some());
    let [data, images] = &host.disks[..] else { panic!("{:?}", host.disks) };
    assert_eq!((data.holds, images.holds), (DiskUse::Data, DiskUse::Engine));
    assert_eq!(data.path, app.data().to_str().unwrap());
    let room = rustix::fs::statvfs(app.data()).unwrap();
    assert_eq!(data.total_bytes, room.f_blocks * room.f_frsize);
    let left = room.f_bavail * room.f_frsize;
    // others write to it at the same time
    assert!(data.available_bytes.abs_diff(left) < 1 << 30, "{data:?} {left}");
    let low = host.disks.iter().any(|disk| disk.available_bytes < disk.total_bytes / 10);
    let codes: Vec<_> = host.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes.contains(&"DISK_LOW"), low, "{codes:?}");
    assert!(!codes.contains(&"ENGINE_TOO_OLD"), "{codes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_engine_the_host_is_told_as_far_as_it_is_known() {
    let mut engine = SecondEngine::start().await;
    let app = TestApp::start_with(Options { docker: engine.docker(), ..Options::default() });
    assert!(report(&app).await.engine.is_some());
    let mut events = app.events_of("?kind=engine").await;
    engine.shut_down();
    events.wait(|_| Some(())).await;
    let host = report(&app).await;
    assert_eq!(host.engine, None);
    assert_eq!(host.warnings[0].code, "ENGINE_UNAVAILABLE");
    assert_eq!(host.disks.len(), 1);
    engine.come_back();
    events.wait(|_| Some(())).await;
    assert!(report(&app).await.engine.is_some());
}
