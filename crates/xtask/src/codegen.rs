//! Files that are generated, committed and checked to be fresh.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{npm, project};

/// Writes `openapi.json` anew.
///
/// # Errors
/// When the binary does not build or the file cannot be written.
pub(crate) fn write_openapi() -> Result<()> {
    build_binary()?;
    write(Path::new("openapi.json"), &openapi()?)
}

/// Writes every generated file anew.
///
/// # Errors
/// When a generator fails or a file cannot be written.
pub(crate) fn write_all() -> Result<()> {
    write_openapi()?;
    for (path, text) in reference()? {
        write(&path, &text)?;
    }
    npm::install("web")?;
    npm::script("web", "api")?;
    bless(&["--package", "domain", "--lib", "matrix"])?;
    bless(&["--package", "playbook", "--test", "reference"])
}

/// Lets tests that hold a committed file against what the code says write it anew.
fn bless(tests: &[&str]) -> Result<()> {
    let mut command = project::cargo(&["test", "--quiet"]);
    command
        .args(tests)
        .envs(["PROOFLINE_UPDATE", "UPDATE_REFERENCE"].map(|name| (name, "1")));
    project::run(&mut command)
}

/// The generated files that are not what their generator makes now. Expects the debug binary to be built.
///
/// # Errors
/// When a generator fails.
pub(crate) fn stale() -> Result<Vec<String>> {
    let mut stale = Vec::new();
    let mut expected = vec![("openapi.json".into(), openapi()?)];
    expected.extend(reference()?);
    for (path, text) in expected {
        if fs::read(project::root().join(&path)).ok().as_ref() != Some(&text) {
            stale.push(path.display().to_string());
        }
    }
    // The types are made from openapi.json in place, so the committed ones are put back whatever happens.
    let types = project::root().join("web/src/api/schema.d.ts");
    let committed = fs::read(&types).unwrap_or_default();
    npm::install("web")?;
    let generated = npm::script("web", "api")
        .and_then(|()| fs::read(&types).context("no types were generated"));
    fs::write(&types, &committed).context("cannot put the committed types back")?;
    if generated? != committed {
        stale.push("web/src/api/schema.d.ts".into());
    }
    Ok(stale)
}

fn build_binary() -> Result<()> {
    project::run(&mut project::cargo(&[
        "build",
        "--workspace",
        "--bins",
        "--tests",
    ]))
}

fn openapi() -> Result<Vec<u8>> {
    project::output(Command::new(project::binary("debug")).arg("openapi"))
}

/// The pages of docs/reference, by path from the root.
fn reference() -> Result<Vec<(std::path::PathBuf, Vec<u8>)>> {
    let folder = tempfile::tempdir()?;
    project::output(
        Command::new(project::binary("debug"))
            .args(["reference", "--out"])
            .arg(folder.path()),
    )?;
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder.path())? {
        let entry = entry?;
        pages.push((
            Path::new("docs/reference").join(entry.file_name()),
            fs::read(entry.path())?,
        ));
    }
    if pages.is_empty() {
        bail!("the reference has no pages");
    }
    pages.sort();
    Ok(pages)
}

fn write(path: &Path, text: &[u8]) -> Result<()> {
    let file = project::root().join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}
