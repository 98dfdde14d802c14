// The choice of rows in a list: how many are chosen, all of the page at once, a row of them with Shift.
// The list works without it.
(() => {
  const boxes = (form) => [...form.querySelectorAll("input[type='checkbox'][name='uppdrag']")];
  const chosen = (form) => boxes(form).filter((box) => box.checked).length + form.querySelectorAll("input[type='hidden'][name='uppdrag']").length;
  let last = null;

  function count(form) {
    const n = chosen(form);
    const status = form.querySelector(".valda");
    const text = n === 0 ? "Inga valda" : n === 1 ? "1 vald" : `${n} valda`;
    if (status && status.textContent !== text) status.textContent = text;
  }

  function set(form, checked) {
    for (const box of boxes(form)) box.checked = checked;
    if (!checked) for (const hidden of form.querySelectorAll("input[type='hidden'][name='uppdrag']")) hidden.remove();
    count(form);
  }

  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("form.urvalsform");
    if (!form) return;
    const act = event.target.closest("[data-valj]");
    if (act) {
      event.preventDefault();
      set(form, act.dataset.valj === "sidan");
      return;
    }
    if (!event.target.matches("input[name='uppdrag']")) return;
    const all = boxes(form);
    if (event.shiftKey && last && all.includes(last)) {
      const [a, b] = [all.indexOf(last), all.indexOf(event.target)].sort((x, y) => x - y);
      for (const box of all.slice(a, b + 1)) box.checked = event.target.checked;
    }
    last = event.target;
    count(form);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.urvalsform") || chosen(form)) return;
    event.preventDefault();
    const status = form.querySelector(".valda");
    status.textContent = "Välj minst ett uppdrag först.";
    boxes(form)[0]?.focus();
  });

  const start = () => document.querySelectorAll("form.urvalsform").forEach(count);
  document.addEventListener("htmx:afterSettle", start);
  window.addEventListener("pageshow", start);
})();
