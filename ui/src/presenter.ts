// The presenter's window: what is presented, without the reader's screens.
import { mount } from "svelte";
import { settings } from "./lib/settings.svelte";
import { stage } from "./lib/stage.svelte";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import Presenter from "./views/Presenter.svelte";

const target = document.querySelector("#app");
if (target === null) throw new Error("the page has no place for the window's content");
mount(Presenter, { target });
void settings.load();
void stage.begin(true);
