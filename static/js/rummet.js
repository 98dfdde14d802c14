// The screen in the room: says when the server is away, and sets the text so that all of it can be seen.
(() => {
  const LARGEST = 1.1;
  const SMALLEST = 0.45;
  const kontakt = () => document.getElementById("kontakt");
  let seen = new Date();

  function clock(time) {
    return time.toTimeString().slice(0, 5).replace(":", ".");
  }

  function away() {
    const text = `Ingen kontakt – bilden är från ${clock(seen)}`;
    if (kontakt().textContent !== text) kontakt().textContent = text;
  }

  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:responseError", away);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    seen = new Date();
    if (kontakt().textContent) kontakt().textContent = "";
  });

  // From the largest size down, until nothing is below the edge. Nobody scrolls a projector.
  function fit() {
    const root = document.documentElement;
    root.style.removeProperty("--skala");
    if (matchMedia("(max-width: 50em)").matches) return; // a phone is scrolled
    for (let scale = LARGEST; scale >= SMALLEST; scale -= 0.05) {
      root.style.setProperty("--skala", scale.toFixed(2));
      if (root.scrollHeight <= root.clientHeight && root.scrollWidth <= root.clientWidth) return;
    }
  }

  document.addEventListener("htmx:afterSettle", fit);
  window.addEventListener("resize", fit);
  document.fonts?.ready.then(fit);
  fit();
})();
