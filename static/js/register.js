// The registers: what Django's admin leaves without a name, to somebody who listens, gets the words that stand beside it.
(() => {
  function heading(field) {
    const cell = field.closest("td");
    const words = cell?.closest("table")?.querySelectorAll("thead th")[cell.cellIndex];
    return words ?? field.closest(".form-row")?.querySelector("label");
  }

  const text = (element) => element?.textContent.trim().replace(/:$/, "") ?? "";

  // A field that searches (select2) hides the one that the label is of.
  function search(box) {
    const field = box.closest(".select2-container")?.previousElementSibling;
    const name = field && text(field.labels?.[0] ?? heading(field));
    if (!name) return;
    box.setAttribute("aria-label", name);
    box.removeAttribute("aria-labelledby");
    for (const shown of box.querySelectorAll("[role='textbox']")) {
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
    }
  }

  // Rows in a table have their names and their help at the head of the column.
  function row(field) {
    if (!field.labels?.length && !field.hasAttribute("aria-label")) field.setAttribute("aria-label", text(heading(field)));
    const help = field.getAttribute("aria-describedby");
    if (help && !document.getElementById(help)) field.removeAttribute("aria-describedby");
  }

  function all() {
    for (const box of document.querySelectorAll(".select2-selection[role='combobox']:not([aria-label])")) search(box);
    for (const field of document.querySelectorAll(".tabular td :is(input:not([type='hidden']), select, textarea)")) row(field);
    for (const head of document.querySelectorAll(".tabular thead th")) {
      if (text(head)) continue;
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = head.classList.contains("original") ? "Rad" : "Ta bort";
      head.append(words);
    }
  }

  new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  all();
})();
