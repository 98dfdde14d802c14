// The suggestions under the search box: the arrows go through them, Escape and a click elsewhere close them. Without
// this the box is a form like others.
(() => {
  for (const form of document.querySelectorAll("form[data-sok]")) {
    const field = form.querySelector("input[type='search']");
    const list = form.querySelector(".sokforslag");
    const links = () => [...list.querySelectorAll("a")];
    const close = () => list.replaceChildren();

    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && list.childElementCount) {
        event.preventDefault();
        close();
        field.focus();
        return;
      }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops = [field, ...links()];
      const here = stops.indexOf(document.activeElement);
      if (stops.length === 1 || here < 0) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(here + step + stops.length) % stops.length].focus();
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) close();
    });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
    });
    // An answer that comes after the box was left or emptied is of no use.
    form.addEventListener("htmx:beforeSwap", (event) => {
      if (!form.contains(document.activeElement) || field.value.trim().length < 2) {
        event.detail.shouldSwap = false;
        close();
      }
    });
  }
})();
