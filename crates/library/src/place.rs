//! Whether a folder lies where other computers may write too: on a network drive, or in a folder
//! that a cloud service copies about.
//!
//! A database there works on most days and is damaged on some, so it is said; nothing is refused.

use hrc_domain::reading::PlaceWarning;
use std::path::Path;

/// File systems that are another computer's. Shares of a virtual machine (9p, virtiofs) are not:
/// what lies behind them is this computer.
const NETWORK: [&str; 19] = [
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "orangefs",
    "smb2",
    "smb3",
    "smbfs",
    "sshfs",
    "webdav",
];

/// What the same are called when they run as programs: `fuse.` and one of these.
const NETWORK_PROGRAMS: [&str; 8] =
    ["ceph-fuse", "curlftpfs", "dav2fs", "glusterfs", "gvfsd-fuse", "s3fs", "smbnetfs", "sshfs"];

/// Programs that show a cloud service as a folder.
const CLOUD_PROGRAMS: [&str; 4] = ["google-drive-ocamlfuse", "onedriver", "rclone", "dbxfs"];

/// What the services call the folders they copy; `OneDrive - City of Graz` and `Dropbox (Work)` are
/// such too.
const CLOUD_FOLDERS: [&str; 12] = [
    "box sync",
    "cloudstorage",
    "com~apple~clouddocs",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "nextcloud",
    "onedrive",
    "owncloud",
    "pclouddrive",
];

/// What is to be said about this folder.
pub fn warning(dir: &Path) -> Option<PlaceWarning> {
    // Where links lead is what counts; a folder that cannot be followed is taken by its name.
    let real = dir.canonicalize().or_else(|_| std::path::absolute(dir)).ok()?;
    by_name(&real).or_else(|| {
        let mounts = std::fs::read("/proc/self/mountinfo").ok()?;
        by_mount(&real, &String::from_utf8_lossy(&mounts))
    })
}

fn by_name(dir: &Path) -> Option<PlaceWarning> {
    let text = dir.to_string_lossy();
    let share =
        text.strip_prefix(r"\\?\").map_or(text.starts_with(r"\\"), |long| long.starts_with("UNC"));
    let cloud = text.split(['/', '\\']).any(is_cloud_folder);
    match (cloud, share) {
        (true, _) => Some(PlaceWarning::Cloud),
        (false, true) => Some(PlaceWarning::Network),
        (false, false) => None,
    }
}

fn is_cloud_folder(name: &str) -> bool {
    let name = name.to_lowercase();
    CLOUD_FOLDERS.iter().any(|folder| {
        name.strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '(']))
    })
}

/// By the file system the folder lies on, out of the lines Linux keeps of what is mounted where.
fn by_mount(dir: &Path, mounts: &str) -> Option<PlaceWarning> {
    let above = mounts.lines().filter_map(mount).filter(|(place, _)| dir.starts_with(place));
    // The nearest one counts, and of several at one place the last, which hides the others.
    let (_, kind) = above.max_by_key(|(place, _)| place.len())?;
    let program = kind.strip_prefix("fuse.");
    if program.is_some_and(|name| CLOUD_PROGRAMS.contains(&name)) {
        return Some(PlaceWarning::Cloud);
    }
    let network =
        NETWORK.contains(&kind) || program.is_some_and(|name| NETWORK_PROGRAMS.contains(&name));
    network.then_some(PlaceWarning::Network)
}

/// Where a line's file system is mounted, and of which kind it is (proc_pid_mountinfo(5)).
fn mount(line: &str) -> Option<(String, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((unescaped(before.split(' ').nth(4)?), after.split(' ').next()?))
}

/// Blanks and the like stand as a backslash and three octal digits.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match code {
            Some(code) => {
                plain.push(char::from(code));
                plain.push_str(&part[3..]);
            }
            None => {
                plain.push('\\');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = r"
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
23 22 0:21 / /proc rw,nosuid shared:12 - proc proc rw
90 22 0:44 / /home rw,relatime shared:40 master:2 - nfs4 files.example.org:/home rw,vers=4.2
91 90 8:2 / /home/local rw,relatime - xfs /dev/sdb2 rw
92 22 0:50 / /mnt/city\040files rw,relatime - cifs //server/share rw
93 22 0:51 / /mnt/by\040ssh rw - fuse.sshfs ada@example.org:/ rw,user_id=1000
94 22 0:52 / /mnt/remote rw - fuse.rclone remote: rw,user_id=1000
95 22 0:53 / /mnt/c rw - 9p drvfs rw
96 22 0:54 / /media/stick rw - fuseblk /dev/sdc1 rw
97 22 0:55 / /srv rw - nfs old.example.org:/srv rw
98 22 8:3 / /srv rw - ext4 /dev/sdd1 rw
not a line of that file
";

    #[test]
    fn the_nearest_file_system_decides() {
        let network = Some(PlaceWarning::Network);
        for (folder, expected, why) in [
            ("/home/ada/library", network, "a home on another computer"),
            ("/home/local/ada/library", None, "a disk of this computer within it"),
            ("/homestead/library", None, "a name that only begins alike"),
            ("/mnt/city files/library", network, "a Windows share, its blank written as \\040"),
            ("/mnt/by ssh/library", network, "another computer by ssh"),
            ("/mnt/remote/library", Some(PlaceWarning::Cloud), "a cloud shown as a folder"),
            ("/mnt/c/Users/ada", None, "this computer's own disk, seen from within it"),
            ("/media/stick/library", None, "a stick with a Windows file system"),
            ("/srv/library", None, "what was mounted last hides what was there"),
            ("/var/lib/library", None, "the computer's own disk"),
        ] {
            assert_eq!(by_mount(Path::new(folder), MOUNTS), expected, "{folder}: {why}");
        }
        assert_eq!(by_mount(Path::new("/home"), ""), None, "nothing is known, nothing is said");
    }

    #[test]
    fn folders_that_services_copy_about_are_known_by_name() {
        let (network, cloud) = (Some(PlaceWarning::Network), Some(PlaceWarning::Cloud));
        for (folder, expected) in [
            ("/home/ada/Dropbox/library", cloud),
            ("/home/ada/Dropbox (Work)/library", cloud),
            ("/home/ada/Nextcloud/data", cloud),
            (r"C:\Users\ada\OneDrive - City of Graz\data", cloud),
            ("/Users/ada/Library/CloudStorage/GoogleDrive-ada/My Drive", cloud),
            ("/Users/ada/Google Drive/data", cloud),
            (r"\\server\homes\ada", network),
            (r"\\?\UNC\server\homes\ada", network),
            (r"\\?\C:\Users\ada\AppData\Local", None),
            ("/home/ada/.local/share/net.humanrightscities.knowledge-centre/library", None),
            ("/home/ada/dropboxes/library", None),
        ] {
            assert_eq!(by_name(Path::new(folder)), expected, "{folder}");
        }
    }

    #[test]
    fn a_folder_of_this_computer_needs_no_words() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(warning(folder.path()), None, "a warning without need is soon overlooked");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_a_cloud_folder_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Nextcloud")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("Nextcloud"), folder.path().join("data"))
            .unwrap();
        let seen = warning(&folder.path().join("data"));
        assert_eq!(seen, Some(PlaceWarning::Cloud), "what counts is where the files lie");
    }
}
