//! A disk that is full or write-protected.

use crate::following::Reader;
use crate::harness::{BESIDE, Site, path};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small disk in memory; unmounted with this value.
struct Disk(PathBuf);

impl Disk {
    /// None where this computer does not permit it: tests run by anybody but root.
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1024k", "tmpfs"]).arg(at);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("not tested: no disk can be mounted here");
        }
        mounted.then(|| Self(at.to_owned()))
    }

    fn remount(&self, how: &str) {
        let how = format!("remount,{how}");
        assert!(Command::new("mount").args(["-o", &how]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_publishes_nothing_and_breaks_nothing() {
    let site = Site::bare();
    let Some(_disk) = Disk::mount(&site.data()) else { return };
    site.found();
    site.publish(3);
    let before = site.status();
    let ballast = site.data().join("ballast");
    let mut file = std::fs::File::create(&ballast).unwrap();
    while std::io::Write::write_all(&mut file, &[b'#'; 1024]).is_ok() {}
    drop(file);
    let content = site.content(6);
    site.call(&["publish", "--content", path(&content)]).refused(6, "disk_full", "");
    assert_eq!(site.status(), before, "as it was");
    Reader::of(&site).look(&site.serve()).expect("and served as it was");
    std::fs::remove_file(&ballast).unwrap();
    site.publish_from(&content);
}

#[test]
fn a_write_protected_folder_is_served_and_not_written() {
    let site = Site::bare();
    let Some(disk) = Disk::mount(&site.data()) else { return };
    site.found();
    site.publish(3);
    disk.remount("ro");
    let content = site.content(6);
    site.call(&["publish", "--content", path(&content)]).refused(6, "read_only", "lock");
    Reader::of(&site).look(&site.serve()).expect("reading needs no writing");
    assert_eq!(site.status()["entries"], 3 + BESIDE, "nor does telling");
    disk.remount("rw");
    site.publish_from(&content);
}
