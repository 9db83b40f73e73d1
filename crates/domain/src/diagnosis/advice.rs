//! What to do about each cause, in English: for the terminal, and for the IT department that a
//! report is sent to.

use super::Cause;

impl Cause {
    /// What to do, or to tell the IT department; empty where there is nothing to do.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::LeftToProxy | Self::NotEncrypted | Self::NotEnrolled => "",
            Self::NotConfigured => {
                "Name the server and its trust root in Settings, or hand out a preset.toml beside the program."
            }
            Self::ConfigurationInvalid => {
                "Correct the server's address or its trust root, in Settings or in preset.toml."
            }
            Self::ClockOff => "Let this computer set its clock by the network (NTP).",
            Self::ClockWrong => {
                "Set date, time and time zone of this computer; what is signed is judged by its date."
            }
            Self::NameUnknown => {
                "Check that this computer is in a network and the address has no typing error; \
                 else let the DNS server here resolve the name."
            }
            Self::NameTimedOut => "Check that the DNS server of this network answers.",
            Self::ConnectionRefused => {
                "Check the port in the address, that the server runs, and that no firewall rejects it."
            }
            Self::ConnectionTimedOut => {
                "Allow outgoing connections to this server and port in the firewall, or set the proxy."
            }
            Self::NetworkUnreachable => "Connect this computer to a network, or to the VPN.",
            Self::ConnectionLost => {
                "Try again; if it stays so, something between cuts connections."
            }
            Self::ProxyUnusable => {
                "Write the proxy as http://host:port; SOCKS and automatic scripts are not used."
            }
            Self::ProxyUnreachable => {
                "Check the proxy's address in Settings, preset.toml, or the system (http_proxy, https_proxy)."
            }
            Self::ProxyWantsLogin => {
                "Let this server through without a login, or put name and password into the proxy's address; \
                 only Basic is spoken."
            }
            Self::ProxyForbids => "Allow this server in the proxy.",
            Self::ProxyFailed => {
                "Check that the proxy resolves the server's name and may connect to its port."
            }
            Self::NoAuthorities => {
                "Install the certificate authorities of the system (package ca-certificates)."
            }
            Self::IssuerUnknown => {
                "Where the issuer is the network's own (inspected traffic), install its root certificate \
                 into the system's store or exempt this server; else do not go on: somebody may be listening."
            }
            Self::CertificateExpired => {
                "Check the clock here; if it is right, tell whoever runs the server to renew the certificate."
            }
            Self::CertificateEarly => "Check the clock here; it seems to be behind.",
            Self::CertificateForOther => {
                "Use the name the certificate was issued for; or something else answers in the server's place."
            }
            Self::CertificateInvalid => {
                "Tell whoever runs the server, or the proxy that inspects traffic."
            }
            Self::NoTls => {
                "Check the port, and whether the address must begin with http://; or a filter answers in clear."
            }
            Self::HandshakeCut => {
                "Allow this server's name in the filter or firewall: one that reads names cuts here."
            }
            Self::LogInPage => "Open a browser and log in to this network; then sync again.",
            Self::LeadsElsewhere => {
                "Open a browser and log in to this network; or, if the server moved, set its new address."
            }
            Self::ServerFailed => "Try again later; tell whoever runs the server, with the status.",
            Self::ServerRefuses => {
                "Check with whoever runs the server, and that no filter before it blocks the address."
            }
            Self::NoFeedHere => "Check the address: the feed lies below it, at feeds/public/.",
            Self::ServerUnwell => {
                "Tell whoever runs the server: its own check (healthz) complains."
            }
            Self::AnswerTimedOut => {
                "Try again; if it stays so, the line is too slow or something holds answers back."
            }
            Self::AnswerCut => "Try again; if it stays so, something between cuts answers off.",
            Self::AccountUnknown | Self::AccountRevoked | Self::AccountExpired => {
                "Ask the Network for a new invitation; the general layer goes on syncing."
            }
            Self::FeedUnreadable => {
                "Check the address; if it is right, something between changes what passes."
            }
            Self::FeedIncomplete => {
                "Try again later; if it stays so, tell whoever runs the server, or empty the cache between."
            }
            Self::FeedForged => {
                "Do not go on: what came is not what the Network signed. Tell the Network; \
                 exempt the server from filters that change files."
            }
            Self::FeedForeign => "Compare the trust root with the one the Network gave.",
            Self::FeedRolledBack => {
                "Empty the cache between, or tell whoever runs the server: an older state was put back."
            }
            Self::FeedExpired => {
                "Tell whoever runs the server that the feed is not vouched for; or empty the cache between."
            }
            Self::FeedNewer => "Install the newest version of the program.",
            Self::DiskFull => "Make room on the disk.",
            Self::DiskNearlyFull => "Make room on the disk before it is full.",
            Self::DiskReadOnly => "Allow this user to write to the folder.",
            Self::DiskFailed => "Check the disk; the message names what failed.",
            Self::FolderShared => {
                "Keep the library on this computer's own disk: shared folders damage databases."
            }
            Self::LibraryDamaged => "Start the program: it puts a whole library in place.",
            Self::LibraryNewer => {
                "Install the version of the program that wrote it, or a newer one."
            }
            Self::SyncBusy => "Wait until the other sync is done.",
            Self::WriterBusy => "End the other program, or wait for it.",
            Self::TookTooLong | Self::Stopped => "Look again.",
        }
    }
}
