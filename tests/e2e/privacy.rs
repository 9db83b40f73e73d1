//! Nothing leaves the computer, and nothing foreign gets into the window.

use crate::harness::window::Window;
use serde_json::json;

#[test]
fn no_request_leaves_the_window_on_any_screen() {
    let window = Window::open();
    for address in
        ["#/search?q=peace", "#/record/york", "#/links/thematic-cities", "#/settings", "#/"]
    {
        window.go(address);
        window.wait_for(address, "document.querySelector('h1')");
    }
    let asked = window.read(
        "performance.getEntriesByType('resource').map(e => e.name)
           .filter(u => !/^(tauri|ipc):/.test(u) && !/^http:\\/\\/ipc\\.localhost/.test(u) && !u.startsWith('data:'))",
    );
    assert_eq!(asked, json!([]), "everything the window loads comes from the program itself");
}

#[test]
fn the_windows_policy_stops_what_would_leave_it() {
    let window = Window::open();
    let outcome = window.ask(
        "const stopped = [];
         addEventListener('securitypolicyviolation', e => stopped.push(e.effectiveDirective));
         const image = new Image(); image.src = 'https://example.org/x.png';
         const script = document.createElement('script'); script.textContent = 'window.injected = 1'; document.head.append(script);
         fetch('https://example.org/').then(() => 'went out', () => 'refused').then(f =>
           setTimeout(() => done({ fetch: f, injected: window.injected ?? null, stopped: stopped.sort() }), 300));",
    );
    assert_eq!(outcome["fetch"], "refused", "no script can call home");
    assert_eq!(outcome["injected"], json!(null), "no script that is not the program's runs");
    for directive in ["connect-src", "img-src", "script-src-elem"] {
        let stopped = outcome["stopped"].as_array().unwrap();
        assert!(stopped.contains(&json!(directive)), "{directive} is held: {outcome}");
    }
}

#[test]
fn the_window_cannot_call_what_its_permissions_do_not_name() {
    let window = Window::open();
    let outcome = window.ask(
        "window.__TAURI_INTERNALS__.invoke('plugin:opener|open_url', { url: 'https://example.org' })
           .then(() => done('done'), e => done(String(e)))",
    );
    assert_ne!(outcome, "done", "the plugin's own command is no second way out");
    assert!(window.opened_outside().is_empty(), "nothing was opened");
    let chosen = window.ask(
        "window.__TAURI_INTERNALS__.invoke('plugin:dialog|open', { options: {} })
           .then(() => done('done'), e => done(String(e)))",
    );
    assert_ne!(chosen, "done", "what is chosen goes through the program's own commands");
    let shown = window.ask(
        "window.__TAURI_INTERNALS__.invoke('plugin:notification|notify', { options: { title: 'x' } })
           .then(() => done('done'), e => done(String(e)))",
    );
    assert_ne!(shown, "done", "what the system shows goes through the program's own command");
    for address in ["file:///etc/passwd", "javascript:alert(1)", "smb://server/share"] {
        let code = window.ask(&format!(
            "window.__TAURI_INTERNALS__.invoke('open_outside', {{ address: {} }})
               .then(() => done('opened'), e => done(e.code))",
            json!(address)
        ));
        assert_eq!(code, "address_refused", "{address} must not reach the system");
    }
    assert!(window.opened_outside().is_empty(), "nothing was opened");
}
