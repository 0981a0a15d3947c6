use std::{
    env, fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// Tells one build of this program from another: the time its file was written, in hexadecimal.
/// Pages that live longer than the server they came from notice by it that there is a new one.
pub fn build_id() -> String {
    env::current_exe()
        .and_then(fs::metadata)
        .and_then(|facts| facts.modified())
        .ok()
        .and_then(|written| written.duration_since(UNIX_EPOCH).ok())
        .map_or_else(|| "unknown".to_owned(), |written| format!("{:x}", written.as_millis()))
}

/// The folder below `site` with the dashboard's program, as `pkg/<what it holds>`; of a site that has
/// not been built, `pkg`.
pub fn site_program(site: &Path) -> String {
    fs::read_dir(site.join("pkg"))
        .ok()
        .and_then(|mut entries| {
            entries.find_map(|entry| {
                let entry = entry.ok()?;
                let is_it = entry.path().join("wharfinger.css").is_file();
                entry.file_name().into_string().ok().filter(|_| is_it)
            })
        })
        .map_or_else(|| "pkg".to_owned(), |name| format!("pkg/{name}"))
}

/// The folder of that name beside this program, if there is one.
pub fn folder_beside_program(name: &str) -> Option<PathBuf> {
    let folder = env::current_exe().ok()?.parent()?.join(name);
    folder.is_dir().then_some(folder)
}
