//! Hands the window's files and permissions to Tauri. Never builds the interface or the bundle:
//! the Makefile does, so that `cargo build` stays a pure compile.

use tauri_build::{AppManifest, Attributes};

/// Every command the window may be allowed to call; each still needs its line in a capability.
const COMMANDS: &[&str] = &[
    "search",
    "reading",
    "cities",
    "links",
    "overview",
    "wording",
    "status",
    "settings",
    "save_settings",
    "questions",
    "question",
    "save_draft",
    "queue_question",
    "take_back",
    "copy_question",
    "delete_question",
    "save_reply",
    "reply",
    "unsay",
    "withdraw_question",
    "consent",
    "mark_read",
    "rendered",
    "personal_counts",
    "bookmarks",
    "add_bookmark",
    "remove_bookmark",
    "notes",
    "notes_on",
    "add_note",
    "edit_note",
    "remove_note",
    "export_personal",
    "import_personal",
    "wipe_personal",
    "personal_healing",
    "open_outside",
    "painted",
    "sync_state",
    "sync_now",
    "sync_stop",
    "set_server",
    "news",
    "account",
    "farewell",
    "farewell_read",
    "check_invitation",
    "device_name",
    "enrol",
    "sign_out",
    "diagnosis_report",
    "choose_folder",
    "choose_personal",
    "choose_new_personal",
    "sync_folder",
    "diagnose",
    "announce",
    "choose_document_place",
    "print_comparison",
    "print_handout",
    "print_record",
    "print_slides",
    "workshops",
    "workshop",
    "begin_workshop",
    "keep_workshop",
    "take_down",
    "delete_workshop",
    "deck",
    "newer",
    "renew_workshop",
    "add_image",
    "image",
    "export_workshop",
    "import_workshop",
    "choose_workshop_place",
    "choose_workshop_file",
    "choose_image",
    "stage_displays",
    "present",
    "stage",
    "stage_deck",
    "stage_act",
    "stage_size",
    "stage_escape",
    "stage_end",
    "stage_resume",
    "stage_presenter",
    "stage_swap",
    "stage_renew",
];

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/build.rs");
    println!("cargo:rerun-if-changed=ui/dist");
    if !std::path::Path::new("ui/dist/index.html").exists() {
        println!("cargo:warning=ui/dist is missing: run `make ui` (or `make run`) first");
        std::process::exit(1);
    }
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(AppManifest::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning=the window's configuration is not accepted: {error:#}");
        std::process::exit(1);
    }
}
