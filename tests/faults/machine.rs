//! A computer with one more authority in its own store of certificates, put there as an administrator
//! does. The computer itself stays as it is: its folders are copies, in a mount namespace that ends with the
//! program.

use crate::harness::disk::is_administrator;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What is done there before the program runs: $1 the folder for the copies, $2 the authority.
const INSTALLING: &str = "
mount --make-rprivate /
mkdir -p \"$1/certs\" \"$1/local\" \"$1/hooks\"
cp -a /etc/ssl/certs/. \"$1/certs\"
cp \"$2\" \"$1/local/authority-of-a-test.crt\"
mount --bind \"$1/certs\" /etc/ssl/certs
mount --bind \"$1/local\" /usr/local/share/ca-certificates
update-ca-certificates --hooksdir \"$1/hooks\" >\"$1/said\" 2>&1 || { cat \"$1/said\" >&2; exit 125; }
shift 2
exec \"$@\"
";

/// A computer of its own whose store trusts one authority more.
pub struct Machine {
    folder: TempDir,
    authority: OsString,
}

impl Machine {
    /// One that trusts this authority. Errs where this computer lets nobody make one, or has no such
    /// store.
    pub fn trusting(authority: &Path) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let machine = Self { folder, authority: authority.as_os_str().to_owned() };
        let tried =
            machine.run(&Command::new("true")).output().map_err(|cause| cause.to_string())?;
        if tried.status.success() {
            return Ok(machine);
        }
        Err(String::from_utf8_lossy(&tried.stderr).trim().to_owned())
    }

    /// The same program there.
    pub fn run(&self, program: &Command) -> Command {
        let mut command = Command::new("unshare");
        if !is_administrator() {
            command.arg("--map-root-user");
        }
        command.args(["--mount", "sh", "-ec", INSTALLING, "machine"]);
        command.arg(self.folder.path()).arg(&self.authority);
        command.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        // The store itself is asked, and nothing that takes its place.
        command.env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR");
        command
    }
}
