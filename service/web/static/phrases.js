// Puts a stock phrase where the cursor last was, instead of having the form drawn anew.
"use strict";
(() => {
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[name]")) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="insert-phrase"]');
    if (!button) return;
    const form = button.form;
    const phrase = form.elements._phrase.value;
    const chosen = form.elements[form.elements._into.value];
    const into = last && last.form === form && form.elements._into.type === "hidden" ? last : chosen;
    event.preventDefault();
    if (!phrase || !into) return;
    const end = into.selectionEnd ?? into.value.length;
    into.setRangeText(phrase, into.selectionStart ?? end, end, "end");
    into.dispatchEvent(new Event("input", { bubbles: true }));
    into.focus();
  });
})();
