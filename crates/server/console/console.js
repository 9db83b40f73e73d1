// What makes the console's pages better where scripts run. Everything works without it.
"use strict";

// The language is chosen by choosing it.
const language = document.querySelector("#language");
language?.form.querySelector("button")?.classList.add("hidden");
language?.addEventListener("change", () => language.form.requestSubmit());

// A form is sent once, however often its button is pressed. A page that comes back has its buttons again.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// What went wrong is where the reader is taken.
document.querySelector("main [role=alert]")?.scrollIntoView({ block: "center" });

// What is shown once can be copied.
for (const secret of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const text = secret.textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = secret.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = secret.dataset.copied;
  });
  secret.append(button);
}
