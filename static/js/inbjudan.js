// Invitations decided by keys, and names by their first letters. The forms work without it: then the names are typed,
// one on each line.
(() => {
  const form = document.querySelector("form[data-inbjudningar]");
  if (!form) return;
  const KEYS = { a: "avstar", d: "deltar", k: "kannedom", b: "bordlagd", n: "annat" };
  const folk = JSON.parse(document.getElementById("folket")?.textContent ?? "[]");
  const MOST = 8;

  const rows = () => [...form.querySelectorAll(".inbjudan-falt")];
  const radios = (row) => [...row.querySelectorAll("input[type='radio']")];
  const visible = (element) => element && element.offsetParent !== null;

  function words(text) {
    return text.toLocaleLowerCase("sv").replace(/[(),[\]]/g, " ").split(/\s+/).filter(Boolean);
  }
  function matches(label, query) {
    const have = words(label);
    const initials = have.map((word) => word[0]).join("");
    const parts = words(query);
    return parts.every((part) => have.some((word) => word.startsWith(part)) || (parts.length === 1 && initials.startsWith(part)));
  }

  // To the next invitation, or after the last one to the button that saves.
  function goOn(row) {
    const all = rows();
    const next = all[all.indexOf(row) + 1];
    if (next) {
      (radios(next).find((radio) => radio.checked) ?? radios(next)[0])?.focus();
      next.closest(".inbjudan-beslut")?.scrollIntoView({ block: "nearest" });
      return;
    }
    const after = [...form.elements].filter((e) => visible(e) && e.type !== "hidden" && !row.contains(e));
    (after.find((e) => row.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) ?? after.at(-1))?.focus();
  }

  // Where the hand goes when it is decided: to the names, to the words, or on.
  function fieldOf(row, value) {
    if (value === "deltar") return row.querySelector(".folkval input[type='text']");
    if (value === "annat") return row.querySelector("[data-vid='ord'] input");
    return null;
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest(".inbjudan-falt");
    if (!row) return;
    // The letters work only while the choice has the focus (WCAG 2.1.4).
    if (event.target.type === "radio") {
      const radio = radios(row).find((r) => r.value === KEYS[event.key.toLowerCase()]);
      if (radio) {
        event.preventDefault();
        radio.checked = true;
        radio.dispatchEvent(new Event("change", { bubbles: true }));
        radio.focus();
        fieldOf(row, radio.value)?.focus();
      } else if (event.key === "Enter") {
        event.preventDefault();
        const field = fieldOf(row, event.target.checked ? event.target.value : "");
        if (field) field.focus();
        else goOn(row);
      }
    } else if (event.key === "Enter" && event.target.matches("[data-vid='ord'] input, input[type='checkbox']")) {
      event.preventDefault();
      goOn(row);
    }
  });

  function folkval(area, index) {
    const row = area.closest(".inbjudan-falt");
    const field = area.closest(".falt");
    const box = document.createElement("div");
    const chosen = document.createElement("ul");
    const search = document.createElement("input");
    const list = document.createElement("ul");
    const said = document.createElement("p");
    const added = new Set();
    const nyName = area.name.replace(/deltagare$/, "ny");
    box.className = "folkval";
    chosen.className = "folkval-valda";
    list.className = "folkval-lista";
    list.id = `folkval-${index}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Namn");
    said.className = "ds-sr-only";
    said.setAttribute("role", "status");
    search.type = "text";
    search.className = "ds-input";
    search.autocomplete = "off";
    search.spellcheck = false;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) search.setAttribute(name, value);
    const help = field.querySelector(".hjalptext");
    if (help) help.textContent = "Skriv de första bokstäverna och tryck Retur. Den som inte finns i registret: Bo Ny, titel.";
    const describedBy = area.getAttribute("aria-describedby");
    if (describedBy) search.setAttribute("aria-describedby", describedBy);
    // The label, and the summary of what is wrong, lead to the field that is seen.
    const id = area.id;
    area.id = `${id}_rader`;
    search.id = id;
    area.hidden = true;
    area.removeAttribute("required");
    box.append(chosen, search, list, said);
    area.before(box);

    let names = area.value.split(/[\n;]/).map((line) => line.trim()).filter(Boolean);
    let mark = 0;
    // Ticked, or waiting to be: shown as chips here.
    const tickbox = row.querySelector("[data-ny]");
    for (const input of tickbox?.querySelectorAll("input") ?? []) if (input.checked) added.add(input.value);

    const same = (a, b) => a.localeCompare(b, "sv", { sensitivity: "accent" }) === 0;

    function store() {
      area.value = names.join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      for (const hidden of box.querySelectorAll("input[type='hidden']")) hidden.remove();
      for (const name of names) {
        if (!added.has(name) || tickbox?.querySelector(`input[value="${CSS.escape(name)}"]`)) continue;
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name: nyName, value: name });
        box.append(hidden);
      }
      chosen.replaceChildren(
        ...names.map((name) => {
          const item = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = name;
          button.setAttribute("aria-label", `Ta bort ${name}`);
          if (added.has(name)) button.dataset.ny = "";
          button.addEventListener("click", () => {
            drop(name);
            search.focus();
          });
          item.append(button);
          return item;
        }),
      );
    }
    function drop(name) {
      names = names.filter((other) => other !== name);
      said.textContent = `${name} borttagen.`;
      store();
    }
    function add(name, ny) {
      if (ny) added.add(name);
      if (!names.some((other) => same(other, name))) names.push(name);
      said.textContent = `${name} deltar.`;
      search.value = "";
      store();
      show();
    }

    function offers() {
      const query = search.value.trim();
      if (!query) return [];
      const hits = folk.filter((label) => matches(label, query) && !names.some((n) => same(n, label))).slice(0, MOST);
      const known = folk.some((label) => same(label, query) || same(label.split(/ \(|, /)[0], query));
      const whole = /\S\s+\S/.test(query) && !known;
      return [...hits.map((label) => ({ label, name: label })), ...(whole ? [{ label: `Lägg upp ”${query}” i registret`, name: query, ny: true }] : [])];
    }
    function show() {
      const found = offers();
      mark = Math.min(mark, Math.max(0, found.length - 1));
      list.replaceChildren(
        ...found.map((offer, n) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${n}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", String(n === mark));
          item.textContent = offer.label;
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            add(offer.name, offer.ny);
          });
          return item;
        }),
      );
      list.hidden = !found.length;
      search.setAttribute("aria-expanded", String(found.length > 0));
      if (found.length) search.setAttribute("aria-activedescendant", `${list.id}-${mark}`);
      else search.removeAttribute("aria-activedescendant");
      const missed = search.value.trim() !== "" && !found.length;
      if (missed) said.textContent = "Ingen träff. Skriv förnamn och efternamn.";
      said.className = missed ? "hjalptext" : "ds-sr-only";
      list.children[mark]?.scrollIntoView({ block: "nearest" });
    }

    search.addEventListener("input", () => {
      mark = 0;
      show();
    });
    search.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const found = offers();
      if (event.key === "Enter") {
        event.preventDefault();
        event.stopPropagation();
        if (found[mark]) add(found[mark].name, found[mark].ny);
        else if (!search.value.trim()) goOn(row);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        event.preventDefault();
        mark = (mark + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        show();
      } else if (event.key === "Backspace" && !search.value && names.length) {
        drop(names.at(-1));
      } else if (event.key === "Escape" && search.value) {
        search.value = "";
        show();
      }
    });
    search.addEventListener("blur", () => {
      list.hidden = true;
      search.setAttribute("aria-expanded", "false");
      search.removeAttribute("aria-activedescendant");
    });
    // A name that was typed whole and not chosen goes along; the server says what it does not know.
    form.addEventListener("submit", () => {
      if (search.value.trim()) area.value = [...names, search.value.trim()].join("\n");
    });
    tickbox?.addEventListener("change", (event) => {
      if (event.target.checked) added.add(event.target.value);
      else added.delete(event.target.value);
      store();
    });
    store();
  }

  [...form.querySelectorAll("textarea.deltagarval")].forEach(folkval);
  document.querySelector(".tangenthjalp")?.removeAttribute("hidden");
  if (document.getElementById("felsammanfattning") || document.getElementById("konflikt")) return;
  // The one that the address names, else the first that nothing is decided of.
  const named = location.hash ? document.getElementById(location.hash.slice(1))?.querySelector(".inbjudan-falt") : null;
  const first = named ?? rows().find((row) => radios(row).find((radio) => radio.checked)?.value === "") ?? rows()[0];
  if (first) (radios(first).find((radio) => radio.checked) ?? radios(first)[0])?.focus();
})();
