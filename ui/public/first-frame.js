// Runs before the first paint: puts theme, text size and motion of the last session on <html>,
// so that nothing flashes while the settings are being read. settings.svelte.ts writes the copy.
(function () {
  var kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("hrc.settings") || "{}");
  } catch {
    // An unreadable copy is as good as none.
  }
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)").matches;
  var contrast = matchMedia("(prefers-contrast: more)").matches;
  var named = ["light", "dark", "contrast"].indexOf(kept.theme) >= 0;
  root.dataset.theme = named ? kept.theme : contrast ? "contrast" : dark ? "dark" : "light";
  if (kept.text_size >= 100 && kept.text_size <= 200) {
    root.style.fontSize = (16 * kept.text_size) / 100 + "px";
  }
  if (kept.reduce_motion === true) root.dataset.motion = "reduced";
})();
