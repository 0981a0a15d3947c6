use super::{OUTPUT_NAME, Profile, bundles, css, wasm};
use crate::npm;
use anyhow::{Context, Result};
use std::{
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::Write as _,
    path::{Path, PathBuf},
    time::{Instant, UNIX_EPOCH},
};

/// What the server's compressed answers are worth making for.
const COMPRESSED: [&str; 7] = ["css", "js", "json", "map", "mjs", "svg", "wasm"];

/// Puts the site together in `site` in the target folder: the program, style sheet, text editor and
/// terminal in a folder of `pkg` that is named by what they hold, so that browsers may keep them for
/// good, and everything from `public`. Does nothing where none of them changed.
pub(super) fn assemble(profile: Profile, compiled: &Path, target: &Path) -> Result<PathBuf> {
    // two builds at once, of a developer and of a test, take turns
    let turn = fs::File::create(target.join("site.lock"))?;
    turn.lock()?;
    let site = target.join("site");
    let stamp = target.join("site.inputs");
    let inputs = inputs(profile, compiled)?;
    if site.is_dir() && fs::read_to_string(&stamp).is_ok_and(|made_of| made_of == inputs) {
        return Ok(site);
    }
    let started = Instant::now();
    // made aside, so that a server never serves half a site
    let fresh = target.join("site.new");
    remove(&fresh)?;
    let pkg = fresh.join("pkg/new");
    fs::create_dir_all(&pkg)?;
    wasm::bind(profile, compiled, &pkg)?;
    bundles::bundle(profile, &pkg)?;
    fs::write(pkg.join(format!("{OUTPUT_NAME}.css")), css::bundle(Path::new("style/main.css"))?)?;
    fs::rename(&pkg, fresh.join("pkg").join(digest(&pkg)?))?;
    copy(Path::new("public"), &fresh)?;
    if profile == Profile::Release {
        compress(&fresh)?;
    }
    remove(&site)?;
    fs::rename(&fresh, &site)?;
    fs::write(&stamp, inputs)?;
    eprintln!("Assembled {} in {:.1?}", site.display(), started.elapsed());
    Ok(site)
}

/// What the site is made of, as text that differs where any of it does.
fn inputs(profile: Profile, compiled: &Path) -> Result<String> {
    let mut listing = String::from(match profile {
        Profile::Dev => "dev\n",
        Profile::Release => "release\n",
    });
    // this program too, by a way that leads there after another build has replaced it
    let this = Path::new("/proc/self/exe");
    let packages = Path::new(npm::FOLDER).join("package-lock.json");
    let folders = ["public", "style"].into_iter().chain(bundles::ALL.map(|bundle| bundle.folder));
    for root in [compiled, this, &packages].into_iter().chain(folders.map(Path::new)) {
        list(root, &mut listing).with_context(|| {
            format!("cannot read {}, which the site is made of", root.display())
        })?;
    }
    Ok(listing)
}

fn list(path: &Path, listing: &mut String) -> Result<()> {
    let facts = fs::metadata(path)?;
    if facts.is_dir() {
        for child in children(path)? {
            list(&child, listing)?;
        }
    } else {
        let changed = facts.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
        writeln!(listing, "{} {} {changed}", path.display(), facts.len())?;
    }
    Ok(())
}

fn children(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Tells one content of a folder from every other.
fn digest(folder: &Path) -> Result<String> {
    fn add(folder: &Path, hasher: &mut DefaultHasher) -> Result<()> {
        for path in children(folder)? {
            path.file_name().hash(hasher);
            if path.is_dir() {
                add(&path, hasher)?;
            } else {
                fs::read(&path)?.hash(hasher);
            }
        }
        Ok(())
    }
    let mut hasher = DefaultHasher::new();
    add(folder, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for path in children(from)? {
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// Lays `<file>.br` and `<file>.gz` beside every file that gains by it; the server sends those.
fn compress(folder: &Path) -> Result<()> {
    for path in children(folder)? {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
        if path.is_dir() {
            compress(&path)?;
        } else if COMPRESSED.contains(&extension) {
            let data = fs::read(&path)?;
            let gz = fs::File::create(path.with_extension(format!("{extension}.gz")))?;
            let mut gz = flate2::write::GzEncoder::new(gz, flate2::Compression::best());
            gz.write_all(&data)?;
            gz.finish()?;
            let mut br = fs::File::create(path.with_extension(format!("{extension}.br")))?;
            let best = brotli::enc::BrotliEncoderParams::default();
            brotli::BrotliCompress(&mut data.as_slice(), &mut br, &best)?;
        }
    }
    Ok(())
}
