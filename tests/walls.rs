//! The walls of the house: who may import whom, and which technology has which door.
//!
//! The rooms and their reasons stand in docs/ARCHITECTURE.md; here they are held.

use crate::harness::programs::root;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every package with the rooms it may import, directly.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("hrc-domain", &[]),
    ("hrc-markup", &["hrc-domain"]),
    ("hrc-content", &["hrc-domain", "hrc-markup"]),
    ("hrc-feed", &["hrc-domain"]),
    ("hrc-library", &["hrc-domain", "hrc-markup", "hrc-feed"]),
    // Its tests make slides of everything that was authored.
    ("hrc-slides", &["hrc-domain", "hrc-markup", "hrc-content"]),
    ("hrc-server", &["hrc-domain", "hrc-markup", "hrc-content", "hrc-feed"]),
    // What is ordered, and the call: without Typst, for whoever wants a document.
    ("hrc-press", &["hrc-domain"]),
    ("hrc-print", &["hrc-domain", "hrc-markup", "hrc-press", "hrc-slides"]),
    ("hrc", &["hrc-domain", "hrc-content", "hrc-library", "hrc-press", "hrc-slides"]),
    ("knowledge-centre", &["hrc-domain", "hrc-library", "hrc-press", "hrc-slides"]),
    ("hrc-tests", &["hrc-domain", "hrc-library"]),
    (MEASURING, &["hrc-domain", "hrc-library", "hrc-server"]),
];

/// The room where our search stands beside its peers, each opened by its own door.
const MEASURING: &str = "hrc-measure";

/// Every technology with the packages that may name it, and the folders they may do so in.
const DOORS: &[(&str, &[&str], &[&str])] = &[
    ("tauri", &["knowledge-centre"], &["src-tauri"]),
    ("gtk", &["knowledge-centre"], &["src-tauri"]),
    ("tantivy", &["hrc-library"], &["crates/library/src/search"]),
    (
        "rusqlite",
        &["hrc-library", "hrc-server"],
        &["crates/library/src/store", "crates/library/src/personal", "crates/server/src/store"],
    ),
    ("saphyr-parser", &["hrc-content"], &["crates/content"]),
    ("pulldown-cmark", &["hrc-markup"], &["crates/markup"]),
    ("tough", &["hrc-feed"], &["crates/feed"]),
    ("aws-lc-rs", &["hrc-feed"], &["crates/feed"]),
    ("typst", &["hrc-print"], &["crates/print"]),
    ("axum", &["hrc-server"], &["crates/server/src/http", "crates/server/src/console"]),
    ("askama", &["hrc-server"], &["crates/server/src/console"]),
    ("argon2", &["hrc-server"], &["crates/server/src/accounts"]),
    ("lettre", &["hrc-server"], &["crates/server/src/mail.rs"]),
    // The feed writes through it, and the server serves from it; the library's tests publish feeds.
    ("object_store", &["hrc-feed", "hrc-server", "hrc-library"], &["crates/feed", "crates/server"]),
    // Who issued a certificate is asked of nobody else; the journeys' tests make some.
    ("rustls", &["hrc-library", "hrc-tests"], &["crates/library/src/sync"]),
    ("tokio-rustls", &["hrc-library"], &["crates/library/src/sync"]),
    (
        "hyper-util",
        &["hrc-library", "hrc-server"],
        &["crates/library/src/sync", "crates/server/src/http"],
    ),
    // The server's and the journeys' tests ask as any client would.
    (
        "reqwest",
        &["hrc-library", "hrc-server", "hrc-tests"],
        &["crates/library/src/sync/http.rs", "crates/library/src/sync/http"],
    ),
];

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn dependencies(package: &Value) -> BTreeSet<String> {
    let list = package["dependencies"].as_array().unwrap();
    list.iter().map(|d| d["name"].as_str().unwrap().to_owned()).collect()
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn no_room_imports_one_it_may_not() {
    let allowed: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    let packages = packages();
    let rooms: BTreeSet<_> = packages.iter().map(|p| p["name"].as_str().unwrap()).collect();
    for package in &packages {
        let name = package["name"].as_str().unwrap();
        let may =
            allowed.get(name).unwrap_or_else(|| panic!("{name} has no place in the house yet"));
        for import in dependencies(package).iter().filter(|d| rooms.contains(d.as_str())) {
            assert!(may.contains(&import.as_str()), "{name} must not import {import}");
        }
    }
}

#[test]
fn every_technology_has_one_door() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        for (technology, doors, _) in DOORS {
            let family = |d: &String| d == technology || d.starts_with(&format!("{technology}-"));
            // tauri-specta and the plugins are of tauri's family and stay behind its door.
            let named = dependencies(&package).into_iter().find(family);
            let exempt = doors.contains(&name) || name == MEASURING;
            assert!(
                exempt || named.is_none(),
                "{name} names {named:?}; {technology} belongs to {doors:?}"
            );
        }
    }
    for (technology, _, folders) in DOORS {
        let module = technology.replace('-', "_");
        let folders: Vec<_> = folders.iter().map(|f| root().join(f)).collect();
        let product = ["crates", "src-tauri"].iter().flat_map(|dir| rust_files(&root().join(dir)));
        // A room's own tests may damage a file by its technology, to see it healed.
        let sources =
            product.filter(|file| !file.components().any(|part| part.as_os_str() == "tests"));
        for file in sources {
            let text = std::fs::read_to_string(&file).unwrap();
            let names =
                text.contains(&format!("use {module}")) || text.contains(&format!("{module}::"));
            let inside = folders.iter().any(|f| file.starts_with(f));
            assert!(inside || !names, "{} names {technology} outside its door", file.display());
        }
    }
}

#[test]
fn inside_the_library_the_store_knows_neither_search_nor_anything_above() {
    for file in rust_files(&root().join("crates/library/src/store")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for above in
            ["crate::search", "crate::sync", "super::search", "super::sync", "crate::Library"]
        {
            assert!(!text.contains(above), "{} reaches up to {above}", file.display());
        }
    }
}

#[test]
fn personal_data_need_nothing_of_the_library() {
    for file in rust_files(&root().join("crates/library/src/personal")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for beside in ["crate::search", "crate::sync", "crate::store", "crate::Library"] {
            assert!(!text.contains(beside), "{} reaches over to {beside}", file.display());
        }
    }
}

#[test]
fn command_line_and_server_are_built_without_a_window() {
    for program in ["hrc", "hrc-server"] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "-p", program, "-e", "normal,build", "--prefix", "none", "--offline"])
            .current_dir(root())
            .output()
            .unwrap();
        let tree = String::from_utf8(output.stdout).unwrap();
        assert!(tree.contains("hrc-feed"), "the tree of {program} was read at all");
        for window in ["webkit2gtk", "gtk ", "tauri", "wry "] {
            let found = tree.lines().find(|line| line.starts_with(window));
            assert!(
                found.is_none(),
                "{program} must build on a server without {window}: {found:?}"
            );
        }
    }
}

#[test]
fn only_one_file_of_the_window_knows_tauri() {
    let mut folders = vec![root().join("ui/src")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if ["api.ts", "bindings.ts"].contains(&name.as_str()) {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                !text.contains("@tauri-apps"),
                "{} knows Tauri; only api.ts may",
                path.display()
            );
        }
    }
}
