// Help on top of the pages of yrkanden, votes and anmälningar; each works without it.
(() => {
  // "?sparat" told app.js to put nothing back; the next time, it may.
  if (new URLSearchParams(location.search).has("sparat")) history.replaceState(null, "", location.pathname);

  // People by first letters: "bo", "bj", "bb" or "sd" finds Bo Björk (SD), Enter picks, Backspace takes the last back.
  function words(text) {
    return text.toLocaleLowerCase("sv").replace(/[(),]/g, " ").split(/\s+/).filter(Boolean);
  }

  function matches(label, query) {
    const have = words(label);
    const initials = have.map((word) => word[0]).join("");
    return words(query).every((part) => have.some((word) => word.startsWith(part)) || initials.startsWith(part));
  }

  function personval(box) {
    const rows = [...box.querySelectorAll(".kryss")];
    const name = (row) => row.querySelector("label").textContent.trim();
    const input = (row) => row.querySelector("input");
    const picked = () => [...box.querySelectorAll(".kryss")].filter((row) => input(row).checked);
    const search = document.createElement("input");
    const said = document.createElement("p");
    const help = document.createElement("p");
    search.type = "text";
    search.className = "ds-input personsok";
    search.autocomplete = "off";
    search.id = `${box.id}_sok`;
    const legend = box.closest("fieldset")?.querySelector("legend")?.firstChild?.textContent.trim() ?? "";
    search.setAttribute("aria-label", `${legend}: skriv de första bokstäverna i namnet`);
    search.setAttribute("aria-describedby", `${box.id}_sokhjalp`);
    help.id = `${box.id}_sokhjalp`;
    help.className = "hjalptext";
    help.textContent = "Skriv de första bokstäverna i namnet och tryck Retur, eller bocka för.";
    said.className = "ds-sr-only";
    said.setAttribute("role", "status");
    box.before(help, search, said);
    let mark = 0;

    const hits = () => [...box.querySelectorAll(".kryss")].filter((row) => !row.hidden && !input(row).checked);

    function show() {
      const query = search.value.trim();
      for (const row of rows) row.hidden = Boolean(query) && !input(row).checked && !matches(name(row), query);
      const found = hits();
      mark = Math.min(mark, Math.max(0, found.length - 1));
      for (const row of rows) row.toggleAttribute("data-traff", Boolean(query) && row === found[mark]);
      if (query) said.textContent = found.length ? `${name(found[mark])}. Retur väljer.` : "Ingen träff.";
    }

    // The order of choosing is the order of the boxes, and so of what is sent.
    function set(row, on) {
      input(row).checked = on;
      const before = picked().filter((other) => other !== row).at(-1);
      if (before) before.after(row);
      else if (on) box.prepend(row);
      said.textContent = `${name(row)} ${on ? "vald" : "bortvald"}.`;
    }

    search.addEventListener("input", () => {
      mark = 0;
      show();
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        const row = hits()[mark];
        if (!search.value.trim()) {
          if (event.ctrlKey || event.metaKey) search.form.requestSubmit();
          else nextField(box);
          return;
        }
        if (!row) return;
        set(row, true);
        search.value = "";
        mark = 0;
        show();
        input(row).dispatchEvent(new Event("change", { bubbles: true }));
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const found = hits();
        if (!search.value.trim() || !found.length) return;
        event.preventDefault();
        mark = (mark + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        show();
      } else if (event.key === "Backspace" && !search.value && picked().length) {
        const last = picked().at(-1);
        set(last, false);
        input(last).dispatchEvent(new Event("change", { bubbles: true }));
      } else if (event.key === "Escape" && search.value) {
        search.value = "";
        show();
      }
    });
    box.addEventListener("change", (event) => {
      if (event.target.matches("input.personval") && event.isTrusted) {
        set(event.target.closest(".kryss"), event.target.checked);
        event.target.focus();
      }
    });
    return search;
  }

  function nextField(box) {
    const all = [...box.closest("form").elements].filter((e) => e.offsetParent && e.type !== "hidden" && e.tabIndex >= 0);
    const inside = all.filter((e) => box.contains(e));
    const next = all[all.indexOf(inside.at(-1)) + 1];
    (next?.type === "radio" && next.form.querySelector(`input[name="${next.name}"]:checked`) || next)?.focus();
  }

  const boxes = [...document.querySelectorAll(".val")].filter((box) => box.querySelector("input.personval"));
  const searches = boxes.map(personval);
  const wrong = document.getElementById("felsammanfattning");
  const fresh = document.querySelector("form[data-yrkande], form[data-anmalan]");
  if (searches.length && fresh && !wrong && !boxes[0].querySelector("input:checked")) searches[0].focus();

  // The words that most often follow a kind of yrkande, unless somebody has written others.
  const yrkande = document.querySelector("form[data-yrkande]");
  if (yrkande) {
    const text = yrkande.elements.namedItem("text");
    const presets = new Set([...yrkande.querySelectorAll("[data-forval]")].map((radio) => radio.dataset.forval.trim()));
    yrkande.addEventListener("change", (event) => {
      const preset = event.target.dataset?.forval;
      if (preset === undefined || (text.value.trim() && !presets.has(text.value.trim()))) return;
      text.value = preset;
    });
    text.addEventListener("focus", () => text.setSelectionRange(text.value.length, text.value.length));
  }

  // A vote turned round: what a ja means becomes what a nej means.
  const fraga = document.querySelector("form[data-fraga]");
  fraga?.addEventListener("change", (event) => {
    if (event.target.name !== "ja_ar_mot") return;
    const [ja, nej] = ["ja_innebar", "nej_innebar"].map((name) => fraga.elements.namedItem(name));
    [ja.value, nej.value] = [nej.value, ja.value];
  });
  // Enter there goes on to the röster.
  if (fraga && !wrong) fraga.elements.namedItem("ja_innebar").focus();

  // The first question that is not settled.
  if (!wrong) document.querySelector(".propositioner [name$='-bifall']:has(option[value='']:checked)")?.focus();

  // What only a reservation has.
  const anmalan = document.querySelector("form[data-anmalan]");
  if (anmalan) {
    const sort = () => {
      const slag = anmalan.elements.namedItem("slag").value;
      for (const part of anmalan.querySelectorAll("[data-bara]")) part.hidden = part.dataset.bara !== slag;
    };
    anmalan.addEventListener("change", sort);
    sort();
  }

  // The result as it stands: the sums and the sentence that will be printed.
  const WORDS = { ja: "ja", nej: "nej" };
  const one = (n, vote) => `${n} ${WORDS[vote]}-röst${n === 1 ? "" : "er"}`;

  function numbers({ ja, nej, avstar }) {
    const order = nej > ja ? [one(nej, "nej"), one(ja, "ja")] : [one(ja, "ja"), one(nej, "nej")];
    return order.join(" mot ") + (avstar ? ` och ${avstar} som avstår` : "");
  }

  const sentences = JSON.parse(document.getElementById("resultatmeningar")?.textContent ?? "{}");
  const result = document.getElementById("rostresultat");
  const casting = document.getElementById("utslagsrost");
  const casts = [...(casting?.querySelectorAll("input") ?? [])];

  function tell(count, { left = 0, chair = null, closed = false }) {
    const tie = count.ja === count.nej && count.ja + count.nej + count.avstar > 0;
    const asks = !left && tie && (closed || !["ja", "nej"].includes(chair));
    casting.hidden = !asks;
    if (!asks) for (const cast of casts) cast.checked = false;
    const cast = casts.find((c) => c.checked)?.value;
    let text = "";
    if (left) text = left === 1 ? result.dataset.kvarEn : result.dataset.kvar.replace("{antal}", left);
    else if (asks && !cast) text = result.dataset.saknas;
    else if (asks) text = sentences[`${closed ? "lott" : "utslagsrost"}_${cast}`];
    else if (tie) text = sentences[`ordforande_${chair}`];
    else if (count.ja !== count.nej) text = sentences[`majoritet_${count.ja > count.nej ? "ja" : "nej"}`];
    text = (text ?? "").replace("{roster}", numbers(count));
    if (result.textContent !== text) result.textContent = text;
  }

  // The grid: J, N and A vote and go on, the arrows move, Backspace takes a röst back, Enter ends the vote.
  const grid = document.querySelector("form[data-roster]");
  if (grid) {
    const rows = [...grid.querySelectorAll("tr[data-rost]")];
    const choices = (row) => [...row.querySelectorAll("input[type='radio']")].filter((i) => i.value);
    const vote = (row) => choices(row).find((i) => i.checked)?.value ?? null;
    const KEYS = { j: "ja", n: "nej", a: "avstar" };

    const update = () => {
      const count = { ja: 0, nej: 0, avstar: 0 };
      let left = 0;
      for (const row of rows) {
        const value = vote(row);
        row.toggleAttribute("data-rostat", Boolean(value));
        if (value) count[value] += 1;
        else if (!("frammande" in row.dataset)) left += 1;
      }
      for (const cell of grid.querySelectorAll("[data-summa]")) cell.textContent = count[cell.dataset.summa];
      const chair = rows.find((row) => "ordforande" in row.dataset);
      tell(count, { left, chair: chair ? vote(chair) : null });
    };

    const focusRow = (row) => (choices(row).find((i) => i.checked) ?? choices(row)[0])?.focus();

    const choose = (radio) => {
      radio.checked = true;
      radio.focus();
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    };

    grid.querySelector("#rostlista").addEventListener("keydown", (event) => {
      const row = event.target.closest("tr[data-rost]");
      if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = rows.indexOf(row);
      const own = choices(row);
      const now = own.findIndex((i) => i === document.activeElement);
      const wanted = KEYS[event.key.toLowerCase()];
      if (wanted) {
        choose(own.find((i) => i.value === wanted));
        if (rows[at + 1]) focusRow(rows[at + 1]);
      } else if (event.key === "ArrowDown") focusRow(rows[Math.min(at + 1, rows.length - 1)]);
      else if (event.key === "ArrowUp") focusRow(rows[Math.max(at - 1, 0)]);
      else if (event.key === "Home") focusRow(rows[0]);
      else if (event.key === "End") focusRow(rows.at(-1));
      else if (event.key === "ArrowRight") choose(own[Math.min(now + 1, own.length - 1)]);
      else if (event.key === "ArrowLeft") choose(own[Math.max(now - 1, 0)]);
      else if (event.key === "Backspace" || event.key === "Delete") {
        for (const radio of own) radio.checked = false;
        row.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true }));
        focusRow(row);
      } else return;
      event.preventDefault();
    });
    grid.addEventListener("change", update);
    for (const part of grid.querySelectorAll("[data-med-skript]")) part.hidden = false;
    update();
    if (!wrong && rows.length) focusRow(rows.find((row) => !vote(row)) ?? rows[0]);
  }

  const totals = document.querySelector("form[data-summor]");
  if (totals) {
    const value = (name) => Number.parseInt(totals.elements.namedItem(name).value, 10) || 0;
    const update = () => tell({ ja: value("ja"), nej: value("nej"), avstar: value("avstar") }, { closed: true });
    totals.addEventListener("input", update);
    update();
    if (!wrong) totals.elements.namedItem("ja").focus();
  }
})();
