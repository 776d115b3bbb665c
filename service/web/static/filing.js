// Adds up tables while they are typed in, and copies a cell down; without it the sums come with the next page.
"use strict";

const typedIn = (name) => document.querySelector(`[name="${name}"]`);

const number = (text) => {
  const narrow = text.normalize("NFKC").replace(/\s/g, "");
  return /^\d{1,9}$/.test(narrow) ? Number(narrow) : 0;
};

const counts = (table, row, where) =>
  Object.entries(where).every(([column, values]) => {
    const cell = typedIn(`${table}-${row}-${column}`);
    return cell !== null && values.includes(cell.value);
  });

const sum = (table, column, where) => {
  const cells = document.querySelectorAll(`[name^="${table}-"][name$="-${column}"]`);
  return [...cells].reduce((total, cell) => {
    const row = cell.name.slice(table.length + 1, -column.length - 1);
    return /^\d+$/.test(row) && counts(table, row, where) ? total + number(cell.value) : total;
  }, 0);
};

const addUp = () => {
  for (const table of document.querySelectorAll("table[data-sums]")) {
    for (const line of table.querySelectorAll("[data-sum]")) {
      const made = sum(table.dataset.sums, line.dataset.column, JSON.parse(line.dataset.where));
      const stated = typedIn(line.dataset.sum);
      if (stated) line.querySelector(".stated").textContent = stated.value || "—";
      line.querySelector(".made").textContent = String(made);
      const verdict = line.querySelector(".verdict");
      const fits = line.querySelector(".stated").textContent.trim() === String(made);
      const missing = line.querySelector(".stated").textContent.trim() === "—";
      verdict.textContent = verdict.dataset[fits ? "fits" : missing ? "missing" : "differs"];
      line.classList.toggle("wrong", !fits && !missing);
    }
  }
};

// Ctrl+D puts into a cell what stands above it, as spreadsheets do.
const copyDown = (event) => {
  const place = /^([a-z][a-z0-9_]*)-(\d+)-([a-z][a-z0-9_]*)$/.exec(event.target.name || "");
  if (!event.ctrlKey || event.key !== "d" || place === null) return;
  const above = typedIn(`${place[1]}-${Number(place[2]) - 1}-${place[3]}`);
  if (above === null || above.type === "checkbox") return;
  event.preventDefault();
  event.target.value = above.value;
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
};

// What could not be kept is told where it is otherwise told that it was.
const notKept = (event) => {
  const line = event.detail.elt;
  if (!line.classList.contains("saved")) return;
  const status = event.detail.xhr.status;
  line.textContent = status === 401 || status === 400 ? line.dataset.out : line.dataset.refused;
};

// A file the house would not take is told before it has travelled, and the form stays as it is.
const tooLarge = (event) => {
  const box = event.target;
  if (!box.dataset || !box.dataset.most) return;
  box.parentElement.querySelector(".too-large")?.remove();
  if ([...box.files].every((one) => one.size <= box.dataset.most * 1024 * 1024)) return;
  box.value = "";
  const told = document.createElement("div");
  told.className = "problem too-large";
  told.setAttribute("role", "alert");
  told.textContent = box.dataset.tooLarge;
  box.after(told);
};

document.addEventListener("change", tooLarge);
document.addEventListener("htmx:responseError", notKept);
document.addEventListener("htmx:sendError", notKept);
document.addEventListener("input", addUp);
document.addEventListener("change", addUp);
document.addEventListener("keydown", copyDown);
addUp();
