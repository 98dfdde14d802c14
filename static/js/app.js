// Everything here is help on top of pages that work without it. A classic script: a module before
// the editor's import map would make some browsers ignore the map.
(() => {
  const EDITABLE = "input, textarea, select, [contenteditable='true']";

  // "/" goes to the search field, never while somebody is typing; it is off when the single-key shortcuts are
  // (WCAG 2.1.4, tangenter.js).
  document.addEventListener("keydown", (event) => {
    if (localStorage.getItem("fullgjort-tangenter") === "av") return;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(EDITABLE)) return;
    const search = document.querySelector("input[type='search']");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // Menus made of <details>: Escape and a click outside close them.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.anvandarmeny[open]")) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.anvandarmeny[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Focus: the error summary first, else the heading of what was swapped in.
  function focusSummary(root) {
    const summary = root.querySelector?.("#felsammanfattning");
    summary?.focus();
    return Boolean(summary);
  }

  function focusHeading(root) {
    const heading = root.matches?.("h1, h2, h3") ? root : root.querySelector?.("h1, h2, h3");
    if (!heading) return;
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }

  // Only what somebody pressed moves the focus; an autosave or a poll never takes it from the one who is writing.
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.elt;
    keepTogether(target);
    markForms(target);
    markFileFields(target);
    const lost = !document.activeElement || document.activeElement === document.body;
    const pressed = ["click", "submit"].includes(event.detail.requestConfig?.triggeringEvent?.type);
    if (!(lost || pressed) || target.closest("[data-fokus]")?.dataset.fokus === "behall") return;
    const wanted = target.querySelector?.("[autofocus]");
    if (focusSummary(target)) return;
    if (wanted) wanted.focus();
    else if (!target.contains(document.activeElement) || pressed) focusHeading(target);
  });

  function say(text) {
    const region = document.getElementById("meddelanden");
    if (!region) return;
    const box = document.createElement("div");
    box.className = "ds-alert alert";
    box.dataset.color = "danger";
    box.dataset.sagt = "";
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
    region.replaceChildren(box);
  }

  document.addEventListener("htmx:sendError", () => {
    say("Ingen kontakt med servern. Det du har skrivit finns kvar här; försök igen om en stund.");
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 403) say("Du har inte rätt att göra detta, eller så har du blivit utloggad. Logga in i en ny flik och försök igen.");
    else {
      const number = event.detail.xhr.getResponseHeader("X-Request-ID");
      say(`Servern kunde inte svara (${status}). Det du har skrivit finns kvar här; försök igen om en stund.${number ? ` Felets nummer: ${number}` : ""}`);
    }
  });

  // A page that waits and asks again by itself: what went wrong at last is told on a whole page.
  // Until it is done or refused, what was typed is in it alone (data-vantar).
  function done(form) {
    form?.removeAttribute("data-vantar");
    return form;
  }
  document.addEventListener("sand-hela", (event) => done(event.target.closest("form"))?.submit());
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) done(document.querySelector("form[data-vantar]"));
  });

  // Unsaved changes: forms with data-vakta ask before the page is left.
  const dirty = new Set();

  function snapshot(form) {
    return JSON.stringify([...new FormData(form)].map(([k, v]) => [k, v instanceof File ? `${v.name}:${v.size}` : v]));
  }

  const clean = new WeakMap();

  function markForms(root) {
    for (const form of root.querySelectorAll?.("form[data-vakta]") ?? []) {
      if (!clean.has(form)) clean.set(form, snapshot(form));
    }
  }

  function updateDirty(event) {
    const form = event.target.closest?.("form[data-vakta]");
    if (!form) return;
    if (!clean.has(form)) clean.set(form, "");
    if (snapshot(form) === clean.get(form)) dirty.delete(form);
    else dirty.add(form);
  }
  document.addEventListener("input", updateDirty);
  document.addEventListener("change", updateDirty);

  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected) || document.querySelector("form[data-vantar]")) event.preventDefault();
  });

  // One press sends once. The button keeps its focus and its name; bfcache gives the page back usable.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.skickad) {
      event.preventDefault();
      return;
    }
    dirty.delete(form);
    // data-flera: an answer that is a file leaves the page standing, and may be asked for again.
    if (form.method !== "post" || form.matches("[hx-post], [hx-boost], [target='_blank'], [data-flera]")) return;
    form.dataset.skickad = "ja";
    for (const button of form.querySelectorAll("button[type='submit']")) {
      button.setAttribute("aria-disabled", "true");
      if (button === event.submitter) button.setAttribute("aria-busy", "true");
    }
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-skickad]")) {
      delete form.dataset.skickad;
      for (const button of form.querySelectorAll("button[type='submit']")) {
        button.removeAttribute("aria-disabled");
        button.removeAttribute("aria-busy");
      }
    }
  });

  // File fields: show that a file may be dropped, what was chosen, and say at once when it is too large.
  function size(bytes) {
    if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
    return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
  }

  function markFileFields(root) {
    for (const field of root.querySelectorAll?.("input[type='file']:not([data-klar])") ?? []) {
      field.dataset.klar = "";
      const info = document.createElement("p");
      info.className = "filinfo";
      info.setAttribute("role", "status");
      field.after(info);
      for (const name of ["dragenter", "dragover"]) field.addEventListener(name, () => field.setAttribute("data-over", ""));
      for (const name of ["dragleave", "drop"]) field.addEventListener(name, () => field.removeAttribute("data-over"));
      field.addEventListener("change", () => {
        const files = [...field.files];
        const max = Number(field.dataset.maxBytes || 0);
        const tooLarge = max ? files.find((file) => file.size > max) : null;
        field.setCustomValidity(tooLarge ? `${tooLarge.name} är ${size(tooLarge.size)}. Filen får vara högst ${size(max)}.` : "");
        const many = `${files.length} filer (${size(files.reduce((sum, file) => sum + file.size, 0))})`;
        const each = files.map((file) => `${file.name} (${size(file.size)})`).join(", ");
        info.textContent = tooLarge ? field.validationMessage : files.length > 10 ? many : each;
      });
    }
  }

  // "§ 34" is not parted at the end of a line. Only what is shown: whatever is saved, sent, sorted or searched keeps its
  // ordinary space, and the decisions themselves are left alone.
  const AS_WRITTEN = "textarea, select, script, [contenteditable], .avsnitt-text, .blad-text";

  function keepTogether(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (/§ \d/.test(text.data) && !text.parentElement?.closest(AS_WRITTEN)) text.data = text.data.replace(/§ (?=\d)/g, "§\u00a0");
    }
  }

  keepTogether(document.body);
  markForms(document);
  markFileFields(document);
  focusSummary(document);

  // "Logga uppdrag" takes along what is marked in the decision beside it.
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const text = selection.toString().trim();
    for (const link of document.querySelectorAll("a[data-logga]")) {
      const decision = document.getElementById(link.dataset.logga);
      if (!decision || selection.isCollapsed || !text) continue;
      if (!decision.contains(selection.anchorNode) || !decision.contains(selection.focusNode)) continue;
      const url = new URL(link.href);
      url.searchParams.set("text", text.slice(0, 2000));
      link.href = url;
    }
  });

  // A login that has run out sends a save to the login page. What was typed waits in the browser, and is put back when
  // the same form opens again. Any other page means that the save went through.
  const WAITING = "fullgjort-skrivet";
  const WENT_WELL = "#meddelanden [data-color='success'], [data-framme]";
  const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "nyckel"]);

  function keep(form) {
    const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER_KEPT.has(name));
    sessionStorage.setItem(WAITING, JSON.stringify({ path: location.pathname, values }));
  }
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-vakta]")) keep(event.target);
  });

  // A form that saves its draft by itself (data-autospara): a login that has run out shows first then, and leaves the
  // page. What the server has got needs no warning before leaving; a chosen file has not been sent yet.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = document.getElementById(event.target.dataset?.autospara);
    if (form) keep(form);
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = document.getElementById(event.target.dataset?.autospara);
    if (!form) return;
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) dirty.delete(form);
    else if (event.detail.xhr.status === 200) {
      sessionStorage.removeItem(WAITING);
      document.querySelector("#meddelanden [data-sagt]")?.remove();
      if ([...form.querySelectorAll("input[type='file']")].some((field) => field.files.length)) return;
      clean.set(form, snapshot(form));
      dirty.delete(form);
    }
  });

  function putBack() {
    const waiting = JSON.parse(sessionStorage.getItem(WAITING) ?? "null");
    if (!waiting || location.pathname.startsWith("/konto/")) return;
    const here = waiting.path === location.pathname;
    // Of several forms the one that was sent back, else the one about the same thing.
    const forms = [...document.querySelectorAll("form[data-vakta]")];
    const sent = waiting.values.map(([name, value]) => `${name}=${value}`);
    const same = (form) =>
      [...form.querySelectorAll("input[type='hidden'][name]")].every(
        ({ name, value }) => NEVER_KEPT.has(name) || sent.includes(`${name}=${value}`),
      );
    const form = forms.find(({ dataset }) => "svar" in dataset) ?? forms.find(same) ?? forms[0];
    const wentWell = document.querySelector(WENT_WELL);
    if (here && !form && !wentWell) return; // an error page in the form's place
    sessionStorage.removeItem(WAITING);
    // A form that was sent back has its own values and says what to mend; a page that says that it went well has them.
    if (!here || !form || "svar" in form.dataset || wentWell) return;
    const typed = new Map();
    for (const [name, value] of waiting.values) typed.set(name, [...(typed.get(name) ?? []), value]);
    let changed = false;
    for (const field of form.elements) {
      if (!field.name || NEVER_KEPT.has(field.name) || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") {
        const checked = typed.get(field.name)?.includes(field.value) ?? false;
        changed ||= field.checked !== checked;
        field.checked = checked;
      } else if (typed.has(field.name)) {
        const value = typed.get(field.name)[0];
        // A draft that was saved stands here as it was typed, but for the space around it.
        if (field.value.trim() === value.trim()) continue;
        changed = true;
        field.value = value;
      }
    }
    if (!changed) return;
    dirty.add(form);
    form.closest("details")?.setAttribute("open", "");
    const files = form.querySelector("input[type='file']") ? " Filer väljer du igen." : "";
    say(`Förra gången kom det inte fram. Det du skrev är tillbaka i formuläret men inte sparat än.${files}`);
  }
  putBack();

  // Focus where the hand goes next: what is in the way, what is wrong, or the form that was just opened.
  const first = document.getElementById("konflikt") ?? document.getElementById("felsammanfattning");
  if (first) {
    first.focus();
    first.scrollIntoView({ block: "start" });
  }
})();
