// The window's first lines: settings, then the screen.
import { mount } from "svelte";
import App from "./App.svelte";
import { personal } from "./lib/personal.svelte";
import { account } from "./lib/account.svelte";
import { settings } from "./lib/settings.svelte";
import { stage } from "./lib/stage.svelte";
import { syncing } from "./lib/syncing.svelte";
import { welcome } from "./lib/welcome.svelte";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/forms.css";
import "./styles/print.css";

const target = document.querySelector("#app");
if (target === null) throw new Error("the page has no place for the window's content");
mount(App, { target });
void syncing.begin();
void stage.begin(false);
void personal.begin();
void account.load();
void settings.load().then(() => welcome.decide(settings.now));
