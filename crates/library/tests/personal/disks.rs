//! Disks that are full: it is said, and nothing that was said to be kept is lost.

use super::*;
use hrc_domain::ErrorCode;
use std::fs;
use std::process::Command;

/// A small disk in memory; unmounted with this value.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// None, and said so, where this computer lets nobody mount a disk.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        eprintln!("NOT TESTED: a disk of its own, for none can be mounted here");
        None
    }

    fn fill(&self) {
        use std::io::Write;
        let mut ballast = fs::File::create(self.folder.path().join("ballast")).unwrap();
        for size in [4096, 1] {
            while ballast.write_all(&vec![b'#'; size]).is_ok() {}
        }
    }

    fn free(&self) {
        fs::remove_file(self.folder.path().join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).output();
    }
}

#[test]
fn a_disk_that_fills_up_loses_nothing_that_was_kept() {
    let Some(disk) = Disk::mount() else { return };
    let personal = open(disk.folder.path());
    let first = personal.ask(&draft("first"), &member(), at(0)).unwrap();
    disk.fill();
    let long = Draft { text: "long ".repeat(3000), ..draft("second") };
    let mut refused = None;
    for _ in 0..200 {
        if let Err(cause) = personal.ask(&long, &member(), at(1)) {
            refused = Some(cause.code);
            break;
        }
    }
    assert_eq!(refused, Some(ErrorCode::DiskFull), "a person can act on it");
    let kept = personal.questions().unwrap().len();
    assert!(personal.questions().unwrap().iter().any(|line| line.id == first), "still read");
    drop(personal);
    disk.free();
    let personal = open(disk.folder.path());
    assert_eq!(personal.healed(), None, "a full disk damages nothing");
    assert_eq!(personal.questions().unwrap().len(), kept, "what was kept is there");
    personal.ask(&long, &member(), at(2)).unwrap();
}

#[test]
fn a_disk_that_is_full_at_the_start_is_named_and_leaves_no_wreck() {
    let Some(disk) = Disk::mount() else { return };
    disk.fill();
    let refused = Personal::open(disk.folder.path(), at(0)).err().unwrap();
    assert_eq!(refused.code, ErrorCode::DiskFull, "{refused}");
    disk.free();
    let personal = open(disk.folder.path());
    assert_eq!(personal.healed(), None, "there was nothing to be damaged");
    personal.ask(&draft("Housing"), &member(), at(1)).unwrap();
}
