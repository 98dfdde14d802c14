// Putting in a phrase, or another section, from the keyboard: Ctrl+Space or "//" opens a list that filters as one types.
// And the decision as att-satser: a list the way minutes print them.
(() => {
  const form = document.querySelector("form[data-skriv]");
  const source = document.getElementById("skrivfraser");
  if (!form || !source) return;
  const phrases = JSON.parse(source.textContent);

  const dialog = document.createElement("dialog");
  dialog.className = "ds-dialog frasdialog";
  dialog.setAttribute("aria-label", "Infoga en fras eller ett avsnitt");
  dialog.innerHTML = `
    <label for="frassok">Fras eller avsnitt</label>
    <input class="ds-input" id="frassok" role="combobox" aria-expanded="true" aria-controls="fraslista" aria-autocomplete="list" autocomplete="off">
    <ul id="fraslista" role="listbox" aria-label="Fraser och avsnitt"></ul>
    <p class="dampad" id="frastomt" hidden>Inget med de orden.</p>`;
  document.body.append(dialog);
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  let part = null;
  let chosen = 0;
  let shown = [];

  const fold = (text) => text.toLowerCase();

  function entries() {
    const typ = part?.section.dataset.typ;
    const own = phrases.filter((f) => f.typ === typ);
    const other = phrases.filter((f) => f.typ !== typ);
    const sections = [...form.querySelectorAll("[data-oppna]")].map((b) => ({ section: b.dataset.oppna, namn: b.textContent, avsnitt: "Lägg till avsnitt" }));
    return part ? [...own, ...sections, ...other] : sections;
  }

  function render() {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    shown = entries().filter((e) => words.every((w) => fold(`${e.namn} ${e.avsnitt} ${e.html ?? ""}`).includes(w)));
    chosen = Math.min(chosen, Math.max(0, shown.length - 1));
    list.replaceChildren(
      ...shown.map((e, n) => {
        const item = document.createElement("li");
        item.id = `fras-${n}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(n === chosen));
        const name = document.createElement("strong");
        name.textContent = e.namn;
        const where = document.createElement("span");
        where.className = "fras-avsnitt";
        where.textContent = e.avsnitt;
        item.append(name, " ", where);
        if (e.html) {
          const text = document.createElement("span");
          text.className = "frastext";
          text.textContent = new DOMParser().parseFromString(e.html, "text/html").body.textContent;
          item.append(text);
        }
        item.addEventListener("click", () => pick(e));
        return item;
      }),
    );
    dialog.querySelector("#frastomt").hidden = shown.length > 0;
    if (shown.length) field.setAttribute("aria-activedescendant", `fras-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function show(inPart) {
    part = inPart;
    field.value = "";
    chosen = 0;
    dialog.showModal();
    render();
    field.focus();
  }

  function pick(entry) {
    dialog.close();
    const api = window.fullgjortSkriv;
    if (entry.section) return api.focus(api.open(entry.section));
    insert(part.editor, entry.html);
  }

  // The first variable that nothing is known for is marked, to be written over.
  function insert(editor, html) {
    const { $from } = editor.state.selection;
    const one = /^<p>((?:(?!<\/?p>).)*)<\/p>$/s.exec(html);
    const inside = one && $from.parent.content.size > 0;
    const start = $from.pos;
    editor.chain().focus().insertContent(inside ? one[1] : html).run();
    let found = null;
    editor.state.doc.nodesBetween(Math.max(0, start - 2), editor.state.selection.to, (node, pos) => {
      const match = found ? null : /\{\s*[\wåäö]+\s*\}/i.exec(node.text ?? "");
      if (match) found = { from: pos + match.index, to: pos + match.index + match[0].length };
    });
    if (found) editor.commands.setTextSelection(found);
  }

  field.addEventListener("input", () => {
    chosen = 0;
    render();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") chosen = Math.min(chosen + 1, shown.length - 1);
    else if (event.key === "ArrowUp") chosen = Math.max(chosen - 1, 0);
    else if (event.key === "Enter") {
      if (shown[chosen]) pick(shown[chosen]);
    } else return;
    event.preventDefault();
    if (event.key !== "Enter") render();
  });
  // Back to where one was writing.
  dialog.addEventListener("close", () => part?.editor?.commands.focus());

  document.addEventListener(
    "keydown",
    (event) => {
      const here = window.fullgjortSkriv?.partOf(event.target);
      if (!here?.editor || event.isComposing) return;
      const { $from, empty } = here.editor.state.selection;
      const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 2), $from.parentOffset);
      const slashes = event.key === "/" && empty && before.endsWith("/") && before !== ":/" && !event.ctrlKey;
      if (!slashes && !(event.ctrlKey && event.code === "Space")) return;
      event.preventDefault();
      event.stopPropagation();
      if (slashes) here.editor.commands.deleteRange({ from: $from.pos - 1, to: $from.pos });
      show(here);
    },
    true,
  );
  for (const opener of document.querySelectorAll("[data-visa-fraser]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => show(null));
  }

  // Att-satser ---------------------------------------------------------------------------------------------------------

  const words = (node) => (node.text ?? "") + (node.content ?? []).map(words).join("");
  const isAtt = (node) => /^att\s/i.test(words(node).trim());

  // A copy with the first words changed.
  function first(node, change) {
    if (node.text !== undefined) return { ...node, text: change(node.text) };
    if (!node.content?.length) return node;
    return { ...node, content: [first(node.content[0], change), ...node.content.slice(1)] };
  }

  // A name, or an abbreviation, keeps its capital.
  const lower = (text) => (/^\p{Lu}\p{Ll}*(?!\p{L})(?!\s+\p{Lu})/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text);
  const item = (paragraph) => ({ type: "listItem", content: [isAtt(paragraph) ? paragraph : first(paragraph, (t) => `att ${lower(t)}`)] });
  const INTRO = /(?:\bbeslutar|\bbesluta|\bföreslår)(?:\s+att)?\s*:?$/i;

  function toItems(content) {
    let rest = content.filter((node) => words(node).trim() || node.type !== "paragraph");
    const intro = [];
    const whole = rest.length === 1 && rest[0].content?.length === 1 && /^(.*?\bbeslutar)\s+(att\s.+)$/is.exec(words(rest[0]));
    if (whole) {
      intro.push({ type: "paragraph", content: [{ type: "text", text: whole[1] }] });
      rest = [{ type: "paragraph", content: [{ ...rest[0].content[0], text: whole[2] }] }];
    } else if (rest.length > 1 && INTRO.test(words(rest[0]).trim())) {
      intro.push(first(rest[0], (t) => t.replace(/\s+att\s*:?\s*$/i, "")));
      rest = rest.slice(1);
    }
    const out = [...intro];
    for (const node of rest) {
      const list = out.at(-1);
      if (node.type !== "paragraph") out.push(node);
      else if (list?.type === "bulletList" && list.made) list.content.push(item(node));
      else out.push({ type: "bulletList", made: true, content: [item(node)] });
    }
    return out.map(({ made, ...node }) => node);
  }

  const toParagraphs = (content) =>
    content.flatMap((node) =>
      node.type === "bulletList" && node.content.every(isAtt)
        ? node.content.flatMap((li) => li.content.map((p, n) => (n ? p : first(p, (t) => t.replace(/^att\s+(\S)/i, (_, c) => c.toUpperCase())))))
        : [node],
    );

  window.attSatser = (editor) => {
    if (!editor) return;
    const doc = editor.getJSON();
    const content = doc.content ?? [];
    const back = content.some((node) => node.type === "bulletList" && node.content.every(isAtt));
    const made = back ? toParagraphs(content) : toItems(content);
    if (made.length) editor.chain().setContent({ ...doc, content: made }, { emitUpdate: true }).focus("end").run();
  };
})();
