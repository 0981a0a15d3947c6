use super::{OUTPUT_NAME, Profile};
use crate::{npm, shell};
use anyhow::{Context, Result};
use std::{fs, path::Path, process::Command};

/// Makes the browser's module of the compiled program: `<name>.js` and `<name>.wasm` in `pkg`.
pub(super) fn bind(profile: Profile, compiled: &Path, pkg: &Path) -> Result<()> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(compiled)
        .out_name(OUTPUT_NAME)
        .web(true)?
        .typescript(false)
        .generate(pkg)
        .context("wasm-bindgen cannot make a module of the program")?;
    // the name that Leptos writes into the page
    let wasm = pkg.join(OUTPUT_NAME).with_extension("wasm");
    fs::rename(pkg.join(format!("{OUTPUT_NAME}_bg.wasm")), &wasm)?;
    match profile {
        Profile::Dev => Ok(()),
        Profile::Release => optimise(&wasm),
    }
}

/// Always with the optimiser of npm's `binaryen`: Debian's is so old that it breaks the module
/// without a word. `-O1`, since what counts is the size by brotli: `-Oz` makes the module itself
/// smaller, but a fifteenth larger once compressed.
fn optimise(wasm: &Path) -> Result<()> {
    shell::run(
        Command::new(Path::new(npm::FOLDER).join("node_modules/binaryen/bin/wasm-opt"))
            .args(["-O1", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
            .args(["--enable-sign-ext", "--enable-mutable-globals"])
            .args(["--enable-reference-types", "--enable-multivalue"])
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
}
