//! A small disk of its own, that can be filled and write-protected: permissions alone would not
//! bind the administrator, as whom tests often run.

use std::fs::File;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether this runs as the computer's administrator.
pub fn is_administrator() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// What was made, where this computer permits to mount it; else it is said that nothing is
/// tested. In CI, run as administrator, that is a failure.
pub fn unless_forbidden<T>(made: Result<T, String>) -> Option<T> {
    match made {
        Ok(made) => Some(made),
        Err(cause) => {
            let must = std::env::var_os("CI").is_some() && is_administrator();
            assert!(!must, "the administrator of a CI can mount: {cause}");
            eprintln!("NOT TESTED: what needs something mounted, for nothing can be here: {cause}");
            None
        }
    }
}

/// A mounted disk in memory; unmounted with this value.
pub struct Disk {
    place: PathBuf,
}

impl Disk {
    /// Mounts one of this size at this place. Errs where this computer does not permit it.
    pub fn mount(place: &Path, kilobytes: u32) -> Result<Self, String> {
        std::fs::create_dir_all(place).unwrap();
        let size = format!("size={kilobytes}k");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place))?;
        Ok(Self { place: place.to_owned() })
    }

    /// Fills it but for so much.
    pub fn fill_but(&self, kilobytes: u64) {
        let mut file = File::create(self.ballast()).unwrap();
        for size in [64 << 10, 4 << 10, 1] {
            while file.write_all(&vec![b'#'; size]).is_ok() {}
        }
        let size = file.metadata().unwrap().len();
        file.set_len(size - (kilobytes << 10)).unwrap();
    }

    /// Frees what [`Self::fill_but`] took.
    pub fn free(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    /// Lets nobody write to it any more.
    pub fn protect(&self) {
        run(Command::new("mount").args(["-o", "remount,ro"]).arg(&self.place)).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.place.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a program that just ends may still hold a file open.
        let _ = run(Command::new("umount").arg("--lazy").arg(&self.place));
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|cause| cause.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
