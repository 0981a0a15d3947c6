use super::{OUTPUT_NAME, Profile, bundles};
use crate::{npm, shell};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The module that fetches parts, by the name under which Leptos has the browser load it ahead.
const LINK: &str = "./__wasm_split.______________________.js";
/// What each part consists of; Leptos reads it under this name.
const MANIFEST: &str = "__wasm_split_manifest.json";

/// Makes the browser's modules of the compiled program in `pkg`: `<name>.js` and `<name>.wasm`, and
/// the parts that they fetch later.
pub(super) fn bind(profile: Profile, compiled: &Path, pkg: &Path) -> Result<()> {
    let (main, mut modules) = split(compiled, pkg)?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&main)
        .out_name(OUTPUT_NAME)
        .web(true)?
        .typescript(false)
        // the parts ask for what the main module has by these names
        .keep_lld_exports(true)
        .demangle(false)
        .generate(pkg)
        .context("wasm-bindgen cannot make a module of the program")?;
    fs::remove_file(main)?;
    // the name that Leptos writes into the page
    let wasm = pkg.join(OUTPUT_NAME).with_extension("wasm");
    fs::rename(pkg.join(format!("{OUTPUT_NAME}_bg.wasm")), &wasm)?;
    modules.push(wasm);
    bundles::inline(profile, &pkg.join(OUTPUT_NAME).with_extension("js"))?;
    fs::remove_dir_all(pkg.join("snippets"))?;
    match profile {
        Profile::Dev => Ok(()),
        Profile::Release => modules.iter().try_for_each(|module| optimise(module)),
    }
}

/// Cuts the program into what every page takes and the parts that are fetched later. Gives the first,
/// which wasm-bindgen has still to work on, and the parts.
fn split(compiled: &Path, pkg: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
    let program = fs::read(compiled)?;
    let main = pkg.join("main.wasm");
    let module = format!("./{OUTPUT_NAME}.js");
    let mut options = wasm_split_cli_support::Options::new(&program);
    options.output_dir = pkg;
    options.main_out_path = &main;
    options.main_module = &module;
    options.link_name = LINK;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot cut the program into its parts: {error:#}"))?;
    fs::write(pkg.join(MANIFEST), serde_json::to_vec(&split.prefetch_map)?)?;
    Ok((main, split.split_modules))
}

/// Always with the optimiser of npm's `binaryen`: Debian's is so old that it breaks the module
/// without a word. `-O1`, since what counts is the size by brotli: `-Oz` makes the module itself
/// smaller, but a fifteenth larger once compressed. What is alike lies side by side for the same reason.
fn optimise(wasm: &Path) -> Result<()> {
    shell::run(
        Command::new(Path::new(npm::FOLDER).join("node_modules/binaryen/bin/wasm-opt"))
            .args(["-O1", "--dae-optimizing", "--reorder-functions-by-name"])
            .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
            .args(["--enable-sign-ext", "--enable-mutable-globals"])
            .args(["--enable-reference-types", "--enable-multivalue"])
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
}
