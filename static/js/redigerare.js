// The editor of a §: Swedish words, and the name, help and errors of its field for a screen reader.
(() => {
  const WORDS = {
    "unordered list": "Punktlista",
    "ordered list": "Numrerad lista",
    "List properties": "Listans numrering",
    "List type": "Slag av numrering",
    "Start at": "Börja på",
    bold: "Fet",
    italic: "Kursiv",
    "Insert table": "Infoga tabell",
    "Table Properties": "Tabell",
    Rows: "Rader",
    Columns: "Kolumner",
    "Include header row": "Med rubrikrad",
    "Add column": "Lägg till kolumn",
    "Delete column": "Ta bort kolumn",
    "Add row": "Lägg till rad",
    "Delete row": "Ta bort rad",
    "Merge cells": "Slå ihop celler",
    "Split cell": "Dela cell",
    "Toggle header cell": "Rubrikcell av eller på",
    "Delete table": "Ta bort tabellen",
    undo: "Ångra",
    redo: "Gör om",
    Update: "Spara",
    Insert: "Infoga",
    "Insert Table": "Infoga tabellen",
    Yes: "Ja",
    No: "Nej",
    Cancel: "Avbryt",
    Close: "Stäng",
  };
  const earlier = window.gettext;
  window.gettext = (text) => WORDS[text] ?? (earlier ? earlier(text) : text);

  const SOURCES = "textarea[data-django-prose-editor], textarea[data-django-prose-editor-configurable]";

  function name(editor) {
    const field = editor.closest(".falt");
    const source = field?.querySelector(SOURCES);
    if (!source || editor.hasAttribute("aria-labelledby")) return;
    const label = field.querySelector("label");
    if (label) {
      label.id ||= `${source.id}_label`;
      editor.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => editor.focus());
    }
    editor.setAttribute("aria-multiline", "true");
    editor.setAttribute("lang", "sv");
    // The editor of a section that was just opened is where the next word goes.
    const form = editor.closest("form[data-oppen]");
    if (form && !("svar" in form.dataset)) {
      setTimeout(() => {
        editor.focus();
        form.scrollIntoView({ block: "center" });
      });
    }
    for (const attribute of ["aria-describedby", "aria-invalid"]) {
      if (source.hasAttribute(attribute)) editor.setAttribute(attribute, source.getAttribute(attribute));
    }
  }

  // The menu's titles and the answers in its dialogs do not pass through gettext.
  function translate(element) {
    for (const attribute of ["title", "aria-label"]) {
      const word = WORDS[element.getAttribute(attribute)];
      if (word) element.setAttribute(attribute, word);
    }
    // In the menu the text is the name of an icon.
    const spoken = element.childElementCount === 0 && element.closest(".prose-editor-dialog");
    const word = spoken && WORDS[element.textContent];
    if (word) element.textContent = word;
  }

  function nameAll(root) {
    for (const editor of root.querySelectorAll(".ProseMirror[contenteditable]")) name(editor);
    for (const element of root.querySelectorAll(".prose-menubar button, .prose-editor-dialog :is(button, option)")) {
      translate(element);
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.nodeType === 1) nameAll(node.parentElement ?? node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  // The error summary links to the textarea, which the editor hides.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".felsammanfattning a[href^='#']");
    const source = link && document.getElementById(link.hash.slice(1));
    const editor = source?.closest(".falt")?.querySelector(".ProseMirror[contenteditable]");
    if (!editor) return;
    event.preventDefault();
    editor.focus();
    editor.scrollIntoView({ block: "center" });
  });
})();
