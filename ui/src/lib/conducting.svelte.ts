// The keys of presenting, in both its windows the same: each acts on what the audience sees. Numbers are collected
// until Enter.
import { showActionOf, type ShowAction } from "./keys";
import { settings } from "./settings.svelte";
import { stage } from "./stage.svelte";

/** Keys that a clicker sends: they work wherever the focus is. */
const ofClickers = ["PageUp", "PageDown", "F5", "Escape"];
/** How far the point of light goes with a key, as a part of the slide. */
const stride = 0.05;

class Conductor {
  /** The number being typed. */
  typed = $state("");
  /** Whether the keys are listed. */
  keys = $state(false);

  /** Acts on a key press; true where it meant something. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    if (!ofClickers.includes(event.key) && belongsToFocus(event)) return false;
    const action = showActionOf(event, settings.now.letter_keys);
    if (action === null) return false;
    if (action === "show_number") this.typed = (this.typed + event.key).slice(-3);
    else if (event.key === "Enter" && this.typed !== "") this.#goTo();
    else if (action === "show_escape" && (this.typed !== "" || this.keys)) {
      this.typed = "";
      this.keys = false;
    } else {
      this.typed = "";
      if (action === "show_move") this.#move(event.key);
      else this.do(action);
    }
    return true;
  }

  #goTo(): void {
    stage.act({ act: "go_to", slide: Number(this.typed) });
    this.typed = "";
  }

  #move(key: string): void {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1] }[key] ?? [0, 1];
    stage.act({ act: "move", x: (x ?? 0) * stride, y: (y ?? 0) * stride });
  }

  /** Does what a key or a button stands for. */
  do(action: ShowAction): void {
    switch (action) {
      case "show_next":
        return stage.act({ act: "next" });
      case "show_back":
        return stage.act({ act: "back" });
      case "show_first":
        return stage.act({ act: "first" });
      case "show_last":
        return stage.act({ act: "last" });
      case "show_black":
        return stage.act({ act: "black" });
      case "show_white":
        return stage.act({ act: "white" });
      case "show_overview":
        return stage.act({ act: "overview" });
      case "show_zoom":
        return stage.act({ act: "zoom" });
      case "show_pointer":
        return stage.act({ act: "pointer" });
      case "show_freeze":
        return stage.act({ act: "freeze" });
      case "show_larger":
        return stage.resize(1);
      case "show_smaller":
        return stage.resize(-1);
      case "show_dark":
        return stage.act({ act: "dark" });
      case "show_notes_larger":
        return stage.act({ act: "notes_larger" });
      case "show_notes_smaller":
        return stage.act({ act: "notes_smaller" });
      case "show_clock":
        return stage.act({ act: "clock" });
      case "show_presenter":
        // With one display there is no place for a second window: the notes lie over the slides.
        if ((stage.state?.displays.length ?? 1) < 2 && stage.state?.presenter !== true)
          return stage.act({ act: "notes" });
        return stage.presenter();
      case "show_swap":
        return stage.swap();
      case "show_keys":
        this.keys = !this.keys;
        return;
      case "show_resume":
        return stage.resume();
      case "show_escape":
        return stage.escape();
      case "show_number":
      case "show_move":
        return;
    }
  }
}

/** Whether the element with the focus has its own use for this key. */
function belongsToFocus(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest("input, textarea, select, [contenteditable]") !== null) return true;
  return (
    (event.key === " " || event.key === "Enter") && event.target.closest("button, a[href], summary") !== null
  );
}

export const conductor = new Conductor();
