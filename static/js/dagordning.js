// The dagordning by mouse, finger and keyboard, on top of a page whose forms do the same without it.
(() => {
  const yta = document.getElementById("dagordningslista");
  const status = document.getElementById("dagordning-status");
  if (!yta) return;

  const rader = () => [...yta.querySelectorAll("li[data-pk]")];
  const plats = (rad) => rader().indexOf(rad) + 1;
  const rorlig = (rad) => rad?.hasAttribute("data-rorlig");
  const finns = (pk) => yta.querySelector(`li[data-pk="${pk}"]`);

  function sag(text) {
    status.textContent = "";
    // An empty region first, or a reader passes over a sentence that it has just read.
    requestAnimationFrame(() => (status.textContent = text));
  }

  const var_ = (rad) => {
    const nummer = rad.querySelector(".dagordning-nummer")?.textContent;
    return `${rad.dataset.rubrik}: plats ${plats(rad)} av ${rader().length}${nummer ? `, ${nummer}` : ""}`;
  };

  // What is sent goes one after the other; the list of the last answer is the one that is shown.
  let ko = Promise.resolve();
  let vantar = 0;
  let flyttar = 0;
  let dras = null;

  function skicka(url, data, efter) {
    vantar += 1;
    yta.setAttribute("aria-busy", "true");
    ko = ko.then(async () => {
      let svar = null;
      try {
        svar = await fetch(url, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      } catch {
        // no contact: told below
      }
      vantar -= 1;
      if (!vantar) yta.removeAttribute("aria-busy");
      if (svar?.headers.has("HX-Redirect")) {
        location.assign(svar.headers.get("HX-Redirect"));
        return;
      }
      await efter(svar);
    });
  }

  function visaLista(html) {
    if (flyttar || dras) return; // the rows already stand where they are going
    const har = document.activeElement;
    const rad = yta.contains(har) ? har.closest("li[data-pk]") : null;
    const kontroll = har?.dataset?.kontroll;
    yta.innerHTML = html;
    klargor();
    if (!rad) return;
    const ny = finns(rad.dataset.pk);
    (ny?.querySelector(`[data-kontroll="${kontroll}"]`) ?? ny?.querySelector("[data-kontroll]"))?.focus();
  }

  function ingenKontakt() {
    sag("Ingen kontakt med servern. Ändringen är inte sparad; ladda om sidan och försök igen.");
    fel("Ingen kontakt med servern. Ändringen är inte sparad; ladda om sidan och försök igen.");
  }

  function fel(text) {
    const ruta = document.createElement("div");
    ruta.className = "ds-alert alert";
    ruta.dataset.color = "danger";
    const rad = document.createElement("p");
    rad.textContent = text;
    ruta.append(rad);
    document.getElementById("meddelanden").replaceChildren(ruta);
  }

  function klargor() {
    const lista = yta.querySelector(".dagordning");
    if (!lista) return;
    lista.dataset.skript = "";
    for (const grepp of lista.querySelectorAll(".greppet")) grepp.hidden = false;
  }

  // What is still on its way is not left behind by a click on a link.
  window.addEventListener("beforeunload", (event) => {
    if (vantar) event.preventDefault();
  });

  // Moving

  function sparaPlats(rad, till) {
    const form = rad.querySelector(".flyttform");
    const data = new FormData(form);
    data.set("plats", till);
    const pk = rad.dataset.pk;
    flyttar += 1;
    skicka(form.action, data, async (svar) => {
      flyttar -= 1;
      if (!svar || (!svar.ok && svar.status !== 422)) {
        ingenKontakt();
        return;
      }
      visaLista(await svar.text());
      const ny = finns(pk);
      if (svar.ok && ny && !flyttar) sag(var_(ny));
      else if (!svar.ok) sag(yta.querySelector(".alert")?.textContent.trim() ?? "Flytten gick inte.");
    });
  }

  // The nearest place in the direction that is free: what has been taken up keeps its own.
  function granne(rad, steg) {
    const alla = rader();
    let n = alla.indexOf(rad) + steg;
    while (alla[n] && !rorlig(alla[n])) n += steg;
    return alla[n] ?? null;
  }

  function byt(rad, annan) {
    const bakom = rad.compareDocumentPosition(annan) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (bakom) annan.after(rad);
    else annan.before(rad);
  }

  yta.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const rad = event.target.closest("li[data-pk]");
    if (!rorlig(rad)) return;
    event.preventDefault();
    const annan = granne(rad, event.key === "ArrowUp" ? -1 : 1);
    if (!annan) {
      sag(event.key === "ArrowUp" ? "Ärendet står redan först." : "Ärendet står redan sist.");
      return;
    }
    const fokus = document.activeElement;
    byt(rad, annan);
    fokus.focus(); // a node that moves loses it
    rad.scrollIntoView({ block: "nearest" });
    sparaPlats(rad, plats(rad));
  });

  yta.addEventListener("submit", (event) => {
    const form = event.target.closest(".flyttform");
    if (!form) return;
    event.preventDefault();
    sparaPlats(form.closest("li"), new FormData(form).get("plats"));
  });

  // Dragging

  function ater() {
    const { rad, nast, fore } = dras;
    fore.insertBefore(rad, nast);
  }

  function slapp(spara) {
    if (!dras) return;
    const { rad, grepp, id, franPlats } = dras;
    cancelAnimationFrame(dras.rullar);
    delete rad.dataset.dras;
    if (grepp.hasPointerCapture(id)) grepp.releasePointerCapture(id);
    if (!spara) ater();
    dras = null;
    grepp.focus();
    if (spara && plats(rad) !== franPlats) sparaPlats(rad, plats(rad));
    else if (!spara) sag("Flytten avbröts.");
  }

  function dra(y) {
    const { rad } = dras;
    const alla = rader().filter(rorlig);
    const mitt = (r) => r.getBoundingClientRect().top + r.getBoundingClientRect().height / 2;
    const fore = alla.filter((r) => r !== rad && plats(r) < plats(rad)).find((r) => y < mitt(r));
    const efter = alla.filter((r) => r !== rad && plats(r) > plats(rad)).findLast((r) => y > mitt(r));
    if (fore) fore.before(rad);
    else if (efter) efter.after(rad);
  }

  // At the edge of the window the page follows the hand.
  function rulla() {
    if (!dras) return;
    const kant = 60;
    const fart = dras.y < kant ? -12 : dras.y > innerHeight - kant ? 12 : 0;
    if (fart) {
      scrollBy(0, fart);
      dra(dras.y);
    }
    dras.rullar = requestAnimationFrame(rulla);
  }

  yta.addEventListener("pointerdown", (event) => {
    const grepp = event.target.closest(".greppet");
    if (!grepp || event.button !== 0 || dras) return;
    const rad = grepp.closest("li");
    event.preventDefault();
    grepp.focus();
    grepp.setPointerCapture(event.pointerId);
    rad.dataset.dras = "";
    dras = {
      rad,
      grepp,
      id: event.pointerId,
      y: event.clientY,
      franPlats: plats(rad),
      fore: rad.parentNode,
      nast: rad.nextElementSibling,
    };
    dras.rullar = requestAnimationFrame(rulla);
  });
  yta.addEventListener("pointermove", (event) => {
    if (!dras || event.pointerId !== dras.id) return;
    dras.y = event.clientY;
    dra(event.clientY);
  });
  yta.addEventListener("pointerup", (event) => {
    if (dras && event.pointerId === dras.id) slapp(true);
  });
  yta.addEventListener("pointercancel", () => slapp(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && dras) slapp(false);
  });

  // Adding: the row is sent, and the form is ready for the next one at once.

  const NYA = ["rubrik", "dnr", "klassificering", "foredragande", "planerad_tid"];

  function nyckel() {
    const tal = crypto.getRandomValues(new Uint8Array(16));
    tal[6] = (tal[6] & 0x0f) | 0x40;
    tal[8] = (tal[8] & 0x3f) | 0x80;
    const hex = [...tal].map((t) => t.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function tom(form) {
    for (const namn of NYA) form.elements[namn].value = "";
    form.elements.slag.selectedIndex = 0;
    form.elements.nyckel.value = nyckel();
    form.elements.rubrik.focus();
  }

  function aterstall(form, data) {
    if (form.elements.rubrik.value) return; // something new is being written
    for (const namn of [...NYA, "slag", "nyckel"]) form.elements[namn].value = data.get(namn);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#nytt-arende");
    if (!form) return;
    event.preventDefault();
    const data = new FormData(form);
    tom(form);
    skicka(form.action, data, async (svar) => {
      const nu = document.getElementById("nytt-arende");
      if (!svar || (!svar.ok && svar.status !== 422)) {
        aterstall(nu, data);
        ingenKontakt();
        return;
      }
      const html = await svar.text();
      if (svar.ok) {
        visaLista(html);
        sag(`Tillagt: ${data.get("rubrik")}`);
        return;
      }
      const mall = document.createElement("template");
      mall.innerHTML = html;
      const ny = mall.content.querySelector("form");
      nu.replaceWith(ny);
      ny.querySelector("#felsammanfattning")?.focus();
    });
  });

  klargor();
})();
