// The page where a § is written: saving without leaving it, drafts while one types, and who else is there.
// Without it the page is an ordinary form. A classic script: it runs before the editors are made.
(() => {
  const form = document.querySelector("form[data-skriv]");
  if (!form) return;

  const DRAFT_AFTER = 2000;
  const RETRY_AFTER = 5000;
  const POLL_EVERY = 10000;
  const store = window.skrivlager(form.dataset.skriv);
  const status = document.getElementById("skrivlage");
  const spoken = document.getElementById("skrivlage-sagt");
  const draftNotice = document.getElementById("utkastet");

  // State: `spoken` only for what one must know without looking.
  function show(text, state = "lugn", aloud = false, link = null) {
    status.textContent = text;
    status.dataset.lage = state;
    if (link) {
      const a = document.createElement("a");
      Object.assign(a, { href: link.href, textContent: link.text, target: "_blank" });
      status.append(" ", a);
    }
    if (aloud && spoken.textContent !== text) spoken.textContent = text;
  }

  // The parts -------------------------------------------------------------------------------------------------------

  const parts = new Map(); // section → part

  function adopt(section) {
    const textarea = section.querySelector("textarea");
    const part = {
      section,
      textarea,
      version: section.querySelector("input[name$='-version']"),
      level: section.querySelector("select[name$='-niva']"),
      editor: null,
      known: textarea.value, // what the server has, saved or as a draft
      wantsFocus: false,
      get name() {
        return section.dataset.del;
      },
      get text() {
        return textarea.value;
      },
    };
    parts.set(section, part);
    part.level?.addEventListener("change", () => followLevel(part));
    const button = section.querySelector("[data-att-satser]");
    if (button) {
      button.hidden = false;
      button.addEventListener("click", () => window.attSatser(part.editor));
    }
    return part;
  }
  const partOf = (element) => parts.get(element?.closest?.("[data-del]"));
  const unsent = () => [...parts.values()].filter((part) => part.text !== part.known);

  function setText(part, html) {
    if (part.editor) part.editor.commands.setContent(html);
    part.textarea.value = html;
  }

  function focus(part) {
    if (part.editor) {
      part.editor.commands.focus("end");
      part.section.scrollIntoView({ block: "nearest" });
    } else part.wantsFocus = true;
  }

  function setHeading(part, text) {
    part.section.querySelector(".avsnitt-huvud :is(h2, h3)").textContent = text;
    const label = part.section.querySelector(`label[for='${part.textarea.id}']`);
    if (label) label.textContent = text;
  }

  function followLevel(part) {
    const headings = JSON.parse(part.section.querySelector("[data-rubriker]")?.dataset.rubriker ?? "{}");
    if (headings[part.level.value]) setHeading(part, headings[part.level.value]);
  }

  // A part that was not there is made from its template, in its place.
  function open(name) {
    const there = [...parts.values()].find((part) => part.name === name);
    if (there) return there;
    const template = form.querySelector(`template[data-mall='${CSS.escape(name)}']`);
    const button = form.querySelector(`[data-oppna='${CSS.escape(name)}']`);
    if (!template || !button) return null;
    const section = template.content.firstElementChild.cloneNode(true);
    const row = button.closest(".lagg-till");
    const later = [...form.querySelectorAll("section[data-plats]")].find(
      (other) =>
        Number(other.dataset.plats) > Number(section.dataset.plats) &&
        other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    (later ?? row).before(section);
    form.querySelector(`[data-bar='${CSS.escape(name)}']`)?.remove();
    button.remove();
    row.hidden = !row.querySelector("button");
    const part = adopt(section);
    import("django-prose-editor/configurable").then(({ createEditor }) => createEditor(part.textarea));
    return part;
  }

  form.addEventListener("prose-editor:ready", (event) => {
    const part = partOf(event.target);
    if (!part) return;
    part.editor = event.detail.editor;
    if (part.wantsFocus) focus(part);
  });

  // Talking with the server -----------------------------------------------------------------------------------------

  const token = () => form.querySelector("[name='csrfmiddlewaretoken']");

  async function freshToken() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("form[data-skriv] [name='csrfmiddlewaretoken']");
    if (found) token().value = found.value;
    return Boolean(found);
  }

  // {kind: "ok" | "ingen-kontakt" | "utloggad" | "nej" | "fel", status, body}
  async function post(url, data, { keepalive = false, again = true } = {}) {
    data.set("csrfmiddlewaretoken", token().value);
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body: data, keepalive, headers: { Accept: "application/json" } });
    } catch {
      return { kind: "ingen-kontakt" };
    }
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    // A login in another tab has changed the token: take the new one and go on.
    if (answer.status === 403 && !json && again && (await freshToken().catch(() => false))) {
      return post(url, data, { keepalive, again: false });
    }
    if (answer.redirected || (answer.status === 403 && !json)) return { kind: "utloggad" };
    if (!json) return { kind: "fel", status: answer.status };
    const body = await answer.json();
    return { kind: answer.ok ? "ok" : "nej", status: answer.status, body };
  }

  let timer = null;
  let waitsToSave = null; // a save that was asked for without contact
  let inTrouble = null; // the answer that the status tells of

  function trouble(answer) {
    inTrouble = answer;
    const kept = store.trasigt ? "texten finns bara på den här sidan, stäng den inte" : "texten finns kvar här";
    if (answer.kind === "ingen-kontakt") show(`Ingen kontakt – ${kept}`, "varning", true);
    else if (answer.kind === "utloggad") {
      const login = { href: `/konto/login/?next=${encodeURIComponent(location.pathname)}`, text: "Logga in i en ny flik" };
      show(`Du är utloggad – ${kept}.`, "varning", true, login);
    } else if (answer.kind === "nej") {
      show(`${answer.body.fel} Inte sparat – ${kept}.`, "fel", true);
      return;
    } else show(`Servern kunde inte spara (${answer.status}) – ${kept}`, "fel", true);
    plan(RETRY_AFTER);
  }

  function plan(wait = DRAFT_AFTER) {
    timer ??= setTimeout(() => {
      timer = null;
      if (waitsToSave) save(waitsToSave);
      else sendDrafts();
    }, wait);
  }

  function collect(which) {
    const data = new FormData();
    for (const part of which) {
      data.set(`${part.name}-text`, part.text);
      data.set(`${part.name}-version`, part.version.value);
      if (part.level) data.set(`${part.name}-niva`, part.level.value);
    }
    return data;
  }

  let sending = false;
  let discarded = false;

  async function sendDrafts({ last = false } = {}) {
    const changed = unsent();
    if (!changed.length || discarded || saving) return;
    if (sending && !last) return plan();
    sending = true;
    const sent = changed.map((part) => [part, part.name, part.text]);
    if (status.dataset.lage === "lugn") show("Sparar utkast …");
    const answer = await post(form.dataset.utkastUrl, collect(changed), { keepalive: last });
    sending = false;
    if (answer.kind !== "ok") return trouble(answer);
    inTrouble = null;
    for (const [part, name, text] of sent) {
      part.known = text;
      if (part.text === text) store.glom(name, part.name);
    }
    if (saving) return;
    show(`Utkast sparat ${answer.body.tid}`);
    if (unsent().length) plan();
  }

  let saving = false;
  let askedAgain = null; // a save that was asked for while another was on its way
  let lastTyped = 0;

  async function save({ next = false } = {}) {
    if (saving) {
      askedAgain = { next: next || Boolean(askedAgain?.next) };
      return;
    }
    saving = true;
    clearTimeout(timer);
    timer = null;
    const sent = [...parts.values()].map((part) => [part, part.name, part.text]);
    const data = new FormData(form);
    if (next) data.set("nasta", "1");
    show("Sparar …");
    const answer = await post(form.action, data);
    saving = false;
    if (answer.status === 409) {
      // The server keeps the drafts; its page lets the person choose piece by piece.
      store.glomAllt();
      discarded = true;
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    const more = askedAgain;
    askedAgain = null;
    if (answer.kind !== "ok") {
      waitsToSave = answer.kind === "nej" ? null : { next: false };
      for (const part of unsent()) store.spara(part.name, part.text, part.version.value);
      return trouble(answer);
    }
    waitsToSave = inTrouble = null;
    settle(sent, answer.body);
    const typedMeanwhile = unsent().length > 0;
    if (more && (typedMeanwhile || (more.next && !next))) return save(more);
    if (next && answer.body.nasta && !typedMeanwhile) {
      location.assign(answer.body.nasta);
      return;
    }
    const last = next && !answer.body.nasta ? ". Det var den sista paragrafen." : "";
    // Whoever has gone on typing stays with the text, rather than leave it in a § that is no longer seen.
    const left = next && typedMeanwhile ? ". Det du skrev under tiden är inte sparat än." : "";
    show(`Sparat ${answer.body.sparat}${last || left}`, left ? "varning" : "lugn", true);
    if (unsent().length) plan();
    document.dispatchEvent(new CustomEvent("skriv:sparat"));
  }

  function settle(sent, body) {
    for (const [part, name, text] of sent) {
      const row = body.delar[name];
      if (!row) {
        // An empty new part makes no row; any other text that is not in the answer is not saved.
        if (!text) part.known = text;
        continue;
      }
      part.known = text;
      if (row.namn !== name) {
        part.section.dataset.del = row.namn;
        for (const field of part.section.querySelectorAll("[name]")) field.name = field.name.replace(name, row.namn);
      }
      part.version.value = row.version;
      // What was typed meanwhile goes on from what was saved, under the name that it got.
      store.glom(name);
      if (part.text !== text) store.spara(row.namn, part.text, row.version);
      setHeading(part, row.rubrik);
      // Somebody else had changed a part that was left alone here.
      if (row.text !== undefined && part.text === text) {
        setText(part, row.text);
        part.known = part.text;
        store.glom(row.namn);
      }
    }
    if (draftNotice) draftNotice.hidden = true;
  }

  // Typing ----------------------------------------------------------------------------------------------------------

  form.addEventListener("input", (event) => {
    const part = partOf(event.target);
    if (!part || event.target !== part.textarea) return;
    if (part.text === part.known) return store.glom(part.name);
    lastTyped = Date.now();
    store.spara(part.name, part.text, part.version.value);
    if (inTrouble && store.trasigt) trouble(inTrouble);
    plan();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button?.dataset.fras) {
      const phrase = JSON.parse(document.getElementById("skrivfraser").textContent).find((f) => String(f.pk) === button.value);
      const part = open("beslut") ?? [...parts.values()].find((p) => p.section.dataset.typ === "beslut");
      setText(part, phrase.html);
      part.textarea.dispatchEvent(new Event("input", { bubbles: true }));
      focus(part);
      button.remove();
    } else if (button?.dataset.oppna) focus(open(button.dataset.oppna));
    else save({ next: button?.name === "nasta" });
  });

  // An act on the § of a form beside this one, and what it acts on is what was typed: saved first.
  document.addEventListener("submit", async (event) => {
    const act = event.target;
    if (!event.submitter?.dataset.sparaForst) return;
    event.preventDefault();
    event.stopPropagation();
    while (saving) await new Promise((again) => setTimeout(again, 100));
    await save();
    if (!waitsToSave && !inTrouble && !discarded) HTMLFormElement.prototype.submit.call(act);
  }, true);

  // Before the editor: its own Ctrl+Enter is a line break.
  document.addEventListener(
    "keydown",
    (event) => {
      if (document.querySelector("dialog[open]")) return;
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const part = partOf(event.target);
      if (command && event.key === "Enter") save({ next: true });
      else if (command && event.key.toLowerCase() === "s") save();
      else if (command && event.key === "." && part?.section.dataset.typ === "beslut") window.attSatser(part.editor);
      else if (event.key === "Escape" && part) {
        // Out of the text, to its heading: the single keys work there.
        part.section.querySelector(":is(h2, h3)[tabindex]").focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // Leaving, and coming back -----------------------------------------------------------------------------------------

  function leave() {
    sendDrafts({ last: true });
  }
  window.addEventListener("pagehide", () => {
    leave();
    const gone = new FormData();
    gone.set("csrfmiddlewaretoken", token().value);
    gone.set("borta", "1");
    navigator.sendBeacon(form.dataset.vilkaUrl, gone);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else poll();
  });
  window.addEventListener("online", () => {
    clearTimeout(timer);
    timer = null;
    plan(0);
  });
  window.addEventListener("offline", () => trouble({ kind: "ingen-kontakt" }));

  for (const button of document.querySelectorAll("[data-kasta]")) {
    button.closest("form").addEventListener("submit", () => {
      discarded = true;
      clearTimeout(timer);
      store.glomAllt();
    });
  }

  function restore() {
    let found = 0;
    for (const [name, kept] of Object.entries(store.alla())) {
      const section = form.querySelector(`[data-del='${CSS.escape(name)}'], section[data-typ='${CSS.escape(name)}']`);
      const part = section ? parts.get(section) : open(name);
      if (!part || part.text === kept.text) {
        if (part) store.glom(name);
        continue;
      }
      setText(part, kept.text);
      part.version.value = kept.version;
      found = Math.max(found, kept.tid);
    }
    if (!found) return;
    const notice = document.getElementById("lokalt");
    const when = new Date(found).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
    notice.querySelector("[data-tid]").textContent = when;
    notice.hidden = false;
    if (draftNotice) draftNotice.hidden = true;
    show("Text från webbläsaren är tillbaka");
    plan();
  }

  // Who else is here -------------------------------------------------------------------------------------------------

  const others = document.getElementById("vilka");

  async function poll() {
    if (document.hidden) return;
    const data = new FormData();
    data.set("skriver", Date.now() - lastTyped < 15000 ? "1" : "0");
    const answer = await post(form.dataset.vilkaUrl, data);
    if (answer.kind !== "ok") return;
    const lines = answer.body.andra.map((o) => `${o.namn} ${o.skriver ? "skriver" : "är också här"}.`);
    const newer = [...parts.values()].some((p) => (answer.body.versioner[p.name] ?? 0) > Number(p.version.value));
    if (newer) lines.push("En nyare text har sparats. När du sparar visas båda, om ni har ändrat i samma avsnitt.");
    const text = lines.join(" ");
    if (others.textContent !== text) others.textContent = text;
    others.hidden = !text;
  }

  // Begin ------------------------------------------------------------------------------------------------------------

  for (const section of form.querySelectorAll("section[data-del]")) adopt(section);
  restore();
  const wanted =
    parts.get(document.getElementById(decodeURIComponent(location.hash.slice(1)) || "-")) ??
    [...parts.values()].find((part) => [part.name, part.section.dataset.typ].includes(new URLSearchParams(location.search).get("oppna"))) ??
    ("fokusera" in form.dataset ? [...parts.values()].find((part) => part.section.dataset.typ === "beslut") : null);
  if (!document.getElementById("konflikt")) {
    if (wanted) focus(wanted);
    else document.querySelector("[data-fokus-forst]")?.focus();
  }
  poll();
  setInterval(poll, POLL_EVERY);
  window.fullgjortSkriv = { parts, partOf, open, focus };
})();
