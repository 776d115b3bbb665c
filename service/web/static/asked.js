// Hides what is not asked for by the answers so far; without it every field says when to fill it in.
"use strict";
(() => {
  const boxes = [...document.querySelectorAll("[data-when]")];

  const answers = (form, name) =>
    [...form.elements]
      .filter((one) => one.name === name)
      .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
      .map((one) => one.value);

  const asked = (box) => {
    const { field, values, above } = JSON.parse(box.dataset.when);
    const form = box.closest("form");
    // What it depends on stands on another page of the form.
    if (!form.elements[field]) return true;
    const given = answers(form, field);
    if (above !== null) return given.some((one) => Number(one.normalize("NFKC")) > above);
    return given.some((one) => values.includes(one)) || (given.length === 0 && values.includes("false"));
  };

  const look = () => boxes.forEach((box) => (box.hidden = !asked(box)));

  document.addEventListener("input", look);
  document.addEventListener("change", look);
  look();
})();
