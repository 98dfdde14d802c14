// Parts of a page that keep themselves fresh: <div data-levande hx-get="…" hx-trigger="uppdatera">. Every 20 seconds
// while the page is seen, and when somebody comes back to it. Never while somebody is writing or has something open in it.
(() => {
  const TAKT = 20000;

  function upptagen(del) {
    const har = document.activeElement;
    return Boolean(del.querySelector("details[open]")) || (del.contains(har) && har.matches("input, textarea, select, button"));
  }

  function uppdatera() {
    if (document.hidden) return;
    for (const del of document.querySelectorAll("[data-levande]")) {
      if (!upptagen(del)) window.htmx.trigger(del, "uppdatera");
    }
  }

  setInterval(uppdatera, TAKT);
  window.addEventListener("focus", uppdatera);
  document.addEventListener("visibilitychange", uppdatera);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) uppdatera();
  });

  // A login that has run out must not take the page, and what is typed on it, away behind somebody's back; and an
  // answer that came while somebody opened something is thrown away.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const del = event.detail.elt;
    if (!del.matches("[data-levande]")) return;
    if (event.detail.xhr.getResponseHeader("HX-Redirect") || upptagen(del)) event.preventDefault();
  });
})();
