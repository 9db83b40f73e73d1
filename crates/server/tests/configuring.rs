//! `server.toml`, the environment and the command line.

use crate::harness::{BESIDE, Site};

fn listens(site: &Site, arguments: &[&str], at: &str) {
    let served = site.serve_with(arguments);
    assert!(served.address.starts_with(at), "{} is {at}", served.address);
}

#[test]
fn the_command_line_goes_before_the_environment_before_the_file() {
    let mut site = Site::published(1);
    std::fs::write(site.data().join("server.toml"), "listen = '127.0.0.2:0'\n").unwrap();
    listens(&site, &[], "127.0.0.2:");
    site.set("HRC_SERVER_LISTEN", "127.0.0.3:0");
    listens(&site, &[], "127.0.0.3:");
    listens(&site, &["--listen", "127.0.0.4:0"], "127.0.0.4:");
}

#[test]
fn a_setting_that_means_nothing_is_refused_wherever_it_stands() {
    let site = Site::published(1);
    let file = site.data().join("server.toml");
    std::fs::write(&file, "# where\nlissten = '127.0.0.1:0'\n").unwrap();
    site.call(&["serve"]).refused(2, "invalid_input", "server.toml: line 2: ");
    site.call(&["serve"]).refused(2, "invalid_input", "lissten");
    std::fs::remove_file(&file).unwrap();
    for (name, value) in [
        ("HRC_SERVER_LISSTEN", "127.0.0.1:0"),
        ("HRC_SERVER_LISTEN", "localhost"),
        ("HRC_SERVER_PUBLIC_ADDRESS", "kc.example"),
    ] {
        let mut command = site.command(&["status"]);
        let output = command.env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with("hrc-server: invalid_input: "), "{told}");
    }
}

#[test]
fn a_feed_is_kept_where_the_address_of_its_store_says() {
    let mut site = Site::bare();
    let store = site.place("elsewhere/deep");
    site.set("HRC_SERVER_FEED_STORE", &format!("file://{}", store.display()));
    site.found();
    site.publish(3);
    assert!(store.join("public/metadata/timestamp.json").is_file(), "there");
    assert!(!site.data().join("feeds").exists(), "and not here");
    assert_eq!(site.status()["entries"], 3 + BESIDE, "it is read from there");
    assert_eq!(site.serve().file("metadata/timestamp.json").status(), 200, "and served");
}

#[test]
fn a_store_that_is_none_is_refused_before_keys_are_made() {
    for (store, words) in [
        ("memory:///", "lost at once"),
        ("/var/lib/feeds", "feed_store is /var/lib/feeds"),
        ("gs://bucket/feeds", "feed_store is gs://bucket/feeds"),
        ("nothing://at/all", "feed_store is nothing://at/all"),
    ] {
        let mut site = Site::bare();
        site.set("HRC_SERVER_FEED_STORE", store);
        site.call(&["init"]).refused(2, "invalid_input", words);
        assert!(!site.data().join("keys").exists(), "{store}: no keys");
    }
}
