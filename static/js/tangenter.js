// Single-key shortcuts: each element with data-tangent is pressed by its key, outside fields only. They are listed in a
// dialog at "?" and can be switched off there (WCAG 2.1.4). A classic script, as app.js.
(() => {
  const KEPT = "fullgjort-tangenter";
  const EDITABLE = "input, textarea, select, [contenteditable='true'], [role='listbox']";
  const dialog = document.getElementById("tangenter");

  const read = () => {
    try {
      return localStorage.getItem(KEPT) !== "av";
    } catch {
      return true;
    }
  };
  let on = read();

  const usable = (element) => element.offsetParent !== null || element.matches("[hidden]") === false;
  const targets = () => [...document.querySelectorAll("[data-tangent]")].filter(usable);

  function press(target) {
    if (target.matches("a, button, summary")) target.click();
    else (target.querySelector("[contenteditable='true']") ?? target).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.repeat || event.key.length !== 1) return;
    if (event.target.closest?.(EDITABLE) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const target = targets().find((element) => element.dataset.tangent === key);
    if (!target) return;
    event.preventDefault();
    press(target);
  });

  if (!dialog) return;

  function fill() {
    const body = dialog.querySelector("[data-tangentlista] tbody");
    const seen = new Set();
    body.replaceChildren();
    for (const element of targets()) {
      const key = element.dataset.tangent;
      if (seen.has(key)) continue;
      seen.add(key);
      const row = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      const kbd = document.createElement("kbd");
      kbd.textContent = key.toUpperCase();
      head.append(kbd);
      row.append(head);
      row.insertCell().textContent = element.dataset.tangentText ?? element.textContent.trim();
    }
  }

  for (const opener of document.querySelectorAll("[data-visa-tangenter]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => {
      fill();
      dialog.showModal();
    });
  }

  const toggle = dialog.querySelector("#tangenter-pa");
  toggle.checked = on;
  toggle.addEventListener("change", () => {
    on = toggle.checked;
    try {
      localStorage.setItem(KEPT, on ? "på" : "av");
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  });
})();
