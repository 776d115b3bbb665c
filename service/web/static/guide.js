// Shows only what holds the words looked for; without it the browser's own search does.
"use strict";
(() => {
  const form = document.getElementById("seek");
  const field = document.getElementById("words");
  const found = document.getElementById("found");
  const rows = [...document.querySelectorAll("[data-seek]")];
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) count += 1;
    }
    found.textContent = wanted ? String(count) : "";
  });
})();
