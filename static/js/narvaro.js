// The picture of who is in the room, by keys. Every key does what the form beside it does; without script the form is all.
(() => {
  // The keys work only while a square has the focus (WCAG 2.1.4).
  const ACTS = {
    g: { vad: "gar" },
    k: { vad: "kommer" },
    j: { vad: "jav" },
    b: { vad: "gar", bara_paragrafen: "on" },
    o: { vad: "ordforande" },
  };
  // Where the focus goes when the answer is there: a square {d, p}, or "form".
  let next = null;
  // While an answer is awaited, keys and presses wait too, so that a fast hand never acts on an old picture.
  let busy = false;
  let waiting = [];
  // The square the hand is at, also while the answer to something else is awaited and the focus is elsewhere.
  let hand = null;

  const root = () => document.getElementById("narvaro");
  const squares = () => [...document.querySelectorAll("#bild a.ruta")];
  const square = (d, p) => document.getElementById(`r-${d}-${p}`);
  const visible = (element) => element && element.offsetParent !== null;

  function rove(target) {
    for (const s of squares()) s.tabIndex = s === target ? 0 : -1;
  }

  function setUp() {
    const grid = document.getElementById("bild");
    if (!grid || !root().dataset.handelseUrl) return;
    grid.setAttribute("role", "grid");
    for (const cell of grid.querySelectorAll("tbody td")) cell.setAttribute("role", "gridcell");
    const { valdD, valdP } = root().dataset;
    rove(square(valdD, valdP) ?? squares()[0]);
    document.querySelector(".tangenter")?.removeAttribute("hidden");
    for (const field of document.querySelectorAll("input[type='time'][data-nu]")) {
      if (!field.value) field.value = new Date().toTimeString().slice(0, 5);
    }
  }

  function move(from, rows, columns) {
    const lines = [...document.querySelectorAll("#bild tbody tr")]
      .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("a.ruta")))
      .filter((line) => line.length);
    const y = lines.findIndex((line) => line.includes(from));
    let [row, column] = [y, lines[y].indexOf(from)];
    // A square of a § that is justerad is stepped over.
    do {
      row += rows;
      column += columns;
    } while (lines[row]?.[column] === null);
    const target = lines[row]?.[column];
    if (!target) return;
    rove(target);
    target.focus();
  }

  function ask(method, url, values, then) {
    next = then;
    busy = true;
    htmx.ajax(method, url, { target: "#narvaro", swap: "outerHTML", values });
  }

  function goTo(place) {
    const target = square(place.d, place.p);
    if (!visible(target)) return;
    rove(target);
    target.focus();
  }

  function open(from, what = "") {
    hand = { d: from.dataset.d, p: from.dataset.p };
    ask("GET", `${root().dataset.url}?d=${from.dataset.d}&p=${from.dataset.p}${what}`, {}, "form");
  }

  function record(from, act) {
    const { d, p } = from.dataset;
    ask("POST", root().dataset.handelseUrl, { deltagare: d, paragraf: p === "upprop" ? "" : p, ...act }, { d, p });
  }

  function undo(from) {
    const form = document.querySelector("[data-senast] form");
    if (form) ask("POST", form.getAttribute("action"), {}, { ...from.dataset });
  }

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function nameOf(event) {
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }

  function toEnd(from, place) {
    const target = [...from.closest("tr").querySelectorAll("a.ruta")].at(place);
    rove(target);
    target.focus();
  }

  // Whether the key meant something.
  function handle(key, from) {
    if (key in STEPS) move(from, ...STEPS[key]);
    else if (key in ACTS) record(from, ACTS[key]);
    else if (key === "e") open(from, "&vad=ersatter");
    else if (key === "u") undo(from);
    else if (key === "Home") toEnd(from, 0);
    else if (key === "End") toEnd(from, -1);
    else if (key === "Enter") open(from);
    else return false;
    return true;
  }

  // In the order in which they were made: keys, presses, and where the hand went between them.
  function pump() {
    while (waiting.length && !busy) {
      const step = waiting.shift();
      const here = document.activeElement;
      if (step.go) goTo(step.go);
      else if (step.act) step.act();
      else if (here?.matches("#bild a.ruta")) handle(step.key, here);
      else if (step.key === "Enter") {
        if (here?.matches("[data-anteckna] button")) here.form.requestSubmit();
      } else if (visible(hand && square(hand.d, hand.p))) {
        // Pressed at the square whose form has come up since.
        handle(step.key, square(hand.d, hand.p));
      }
    }
  }

  function comeTo(target) {
    rove(target);
    waiting.push({ go: { d: target.dataset.d, p: target.dataset.p } });
  }

  function backToSquare() {
    const { valdD, valdP } = root().dataset;
    const target = square(valdD, valdP) ?? document.querySelector("#bild a.ruta[tabindex='0']");
    target?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !root()) return;
    const key = nameOf(event);
    const from = event.target.closest?.("#bild a.ruta");
    const known = key in STEPS || key in ACTS || ["e", "u", "Home", "End", "Enter"].includes(key);
    if (busy && known && (from || event.target === document.body)) {
      // The focus was put here by the hand, not by a key that has been handled.
      if (from && from.tabIndex !== 0) comeTo(from);
      waiting.push({ key });
    } else if (key === "Escape" && event.target.closest?.("[data-anteckna]")) backToSquare();
    else if (!from || !handle(key, from)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      busy = false;
      waiting = [];
    });
  }

  // Pressed while an answer is awaited: that answer must not take the hand back to where it was.
  document.addEventListener("mousedown", (event) => {
    const target = event.target.closest?.("#bild a.ruta");
    if (busy && target) comeTo(target);
  });

  // A square or a name opens the form for it, without leaving the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#narvaro a[data-d]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    waiting.push({ act: () => open(link) });
    pump();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-anteckna]");
    if (!form || !window.htmx) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    delete values.csrfmiddlewaretoken;
    const { valdD, valdP } = root().dataset;
    const then = { d: valdD || values.deltagare, p: valdP, form: true };
    waiting.push({ act: () => ask("POST", form.getAttribute("action"), values, then) });
    pump();
  });

  function focusForm() {
    const form = document.querySelector("form[data-anteckna]");
    if (!form) return;
    const chosen = form.querySelector("[name='vad']:checked");
    // With somebody proposed, Enter is all that is left to do.
    const ready = chosen?.value === "ersatter" && form.elements.deltagare.value && form.elements.for_deltagare.value;
    const target = ready ? form.querySelector("button[type='submit']") : chosen ?? form.querySelector("select");
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  // A reason is asked for where it is typed. What a key could not do is said, and the hand stays where it was.
  function focusError() {
    const reason = document.querySelector("form[data-anteckna] [name='skal']");
    const summary = document.getElementById("felsammanfattning");
    if (reason) reason.focus();
    else if (next?.form || !next?.d) summary?.focus();
    else {
      const lines = [...document.querySelectorAll("#felsammanfattning li")].map((line) => line.textContent.trim());
      say(lines.join(" "), true);
      focusSquare();
    }
  }

  function focusSquare() {
    const target = square(next.d, next.p);
    if (!visible(target)) return document.getElementById("besked").scrollIntoView({ block: "center" });
    rove(target);
    target.focus();
    return target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function say(text, wrong = false) {
    const line = document.getElementById("besked");
    line.textContent = text;
    line.toggleAttribute("data-fel", wrong);
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "narvaro") return;
    setUp();
    // The words of the page that was opened are old now.
    document.getElementById("meddelanden")?.replaceChildren();
    say(root().querySelector("[data-besked]")?.textContent.trim() ?? "");
    if (event.detail.xhr?.status === 422) {
      focusError();
      // What waited counted on this. The hand stays where it went, unless a reason is asked for.
      const reason = document.activeElement?.name === "skal";
      waiting = reason ? [] : waiting.filter((step) => step.go).slice(-1);
    } else if (next === "form") focusForm();
    else if (next) focusSquare();
    busy = false;
    pump();
  });

  // From another page: to the § in the picture, or to the break.
  function arrive() {
    const paragraf = location.hash.match(/^#paragraf-(\d+)$/)?.[1];
    const target = squares().find((s) => s.dataset.p === paragraf);
    if (visible(target)) {
      rove(target);
      target.focus();
      target.scrollIntoView({ block: "nearest", inline: "center" });
    }
    const details = location.hash === "#paus" && document.getElementById("paus");
    if (details) {
      details.open = true;
      details.querySelector("input[type='time']").focus();
    }
  }

  setUp();
  // After the browser has gone to the anchor itself, which takes the focus away.
  window.addEventListener("load", () => root() && setTimeout(arrive));
})();
