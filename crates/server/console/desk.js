// What makes the desk better where scripts run. Everything works without it.
"use strict";

// A page that is asked for from here comes as a document, never as text that is made one.
function asked(address, fields) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 ? request.response : null);
    request.onerror = () => resolve(null);
    request.send(new URLSearchParams(fields));
  });
}

// A text is shown as readers will see it while it is typed.
for (const field of document.querySelectorAll("[data-preview]")) {
  const shown = document.getElementById(field.dataset.preview);
  if (!shown) continue;
  let waiting;
  let newest = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      newest += 1;
      const mine = newest;
      const page = await asked("/console/preview", { text: field.value });
      const told = page?.getElementById("preview");
      if (told && mine === newest) shown.replaceChildren(...told.childNodes);
    }, 300);
  });
}

// What is plain is shown as plain.
for (const field of document.querySelectorAll("[data-mirror]")) {
  const shown = document.getElementById(field.dataset.mirror);
  field.addEventListener("input", () => {
    if (shown) shown.textContent = field.value;
  });
}

// Who has a question open tells so, and sees who else has.
const question = document.querySelector("[data-question]")?.dataset.question;
if (question) {
  setInterval(async () => {
    if (document.hidden) return;
    const page = await asked(`${question}/presence`, {});
    const told = page?.getElementById("present");
    const here = document.getElementById("present");
    if (told && here && told.textContent !== here.textContent) here.replaceWith(told);
  }, 30_000);
}

// What was typed and not saved is not lost by a click.
for (const form of document.querySelectorAll("form[data-watch]")) {
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// A file from this computer comes into the field as soon as it is chosen; nothing is sent before it is
// looked at.
for (const choice of document.querySelectorAll("[data-into]")) {
  choice.form.querySelector("button")?.classList.add("hidden");
  choice.addEventListener("change", async () => {
    const [file] = choice.files;
    const field = document.getElementById(choice.dataset.into);
    if (!file || !field) return;
    field.value = await file.text();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

// A fault leads to its line.
for (const link of document.querySelectorAll("[data-line]")) {
  link.addEventListener("click", (event) => {
    const field = document.querySelector(link.hash);
    if (!field) return;
    event.preventDefault();
    const lines = field.value.split("\n");
    const at = Math.min(Number(link.dataset.line), lines.length) - 1;
    const from = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    field.focus();
    field.setSelectionRange(from, from + lines[at].length);
    field.scrollTop = (field.scrollHeight / lines.length) * Math.max(0, at - 3);
  });
}
