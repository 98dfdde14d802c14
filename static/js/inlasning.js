// Many files are sent some at a time, with word of how far it is: hundreds in one sending would be too much for a
// server, and a line that breaks would lose them all. What has come in once is not taken twice. Without this the
// form sends them all at once.
(() => {
  const FEW = 20;
  const BYTES = 15 * 1024 * 1024;
  const TRIES = 3;

  const path = (file) => file.webkitRelativePath || file.name;

  function batches(files) {
    const all = [];
    let batch = [];
    let bytes = 0;
    for (const file of files) {
      if (batch.length && (batch.length >= FEW || bytes + file.size > BYTES)) {
        all.push(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(file);
      bytes += file.size;
    }
    if (batch.length) all.push(batch);
    return all;
  }

  async function send(form, batch) {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "nyckel"]) data.set(name, form.elements[name].value);
    data.set("fler", "on");
    for (const file of batch) {
      data.append("filer", file);
      data.append("stig", path(file));
    }
    for (let n = 1; ; n += 1) {
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
        if (answer.redirected) throw new Error("Du har blivit utloggad. Logga in i en ny flik och lämna in igen.");
        if (answer.ok) return;
        const said = answer.status === 422 ? await answer.json() : null;
        if (said || n === TRIES) throw new Error(said?.fel?.join(" ") || `Servern kunde inte ta emot filerna (${answer.status}).`);
      } catch (error) {
        if (!(error instanceof TypeError) || n === TRIES) {
          throw error instanceof TypeError ? new Error("Kontakten med servern bröts.") : error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, n * 1000));
    }
  }

  function busy(form, on) {
    for (const button of form.querySelectorAll("button[type='submit']")) {
      if (on) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    if (!on) delete form.dataset.skickad;
  }

  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!form.matches("form[data-inlamning]") || form.dataset.inlamnad === "ja") return;
      const fields = [...form.querySelectorAll("input[type='file']")];
      const files = fields.flatMap((field) => [...field.files]);
      // A browser gives the files of a folder in any order.
      files.sort((a, b) => path(a).localeCompare(path(b), "sv", { numeric: true }));
      if (form.dataset.skickar) {
        event.preventDefault();
        return;
      }
      if (!files.length) return;
      event.preventDefault();
      form.dataset.skickar = "ja";
      busy(form, true);
      const box = form.querySelector(".inlamning");
      const line = box.querySelector("p");
      const bar = box.querySelector("progress");
      box.hidden = false;
      bar.max = files.length;
      let done = 0;
      try {
        for (const batch of batches(files)) {
          line.textContent = `Lämnar in: ${done} av ${files.length} filer. Stanna på sidan tills alla är inne.`;
          await send(form, batch);
          done += batch.length;
          bar.value = done;
        }
      } catch (error) {
        line.textContent = `${error.message} ${done} av ${files.length} filer har kommit in. Tryck på knappen igen för att fortsätta; inget kommer in två gånger.`;
        delete form.dataset.skickar;
        busy(form, false);
        return;
      }
      line.textContent = "Alla filer är inne.";
      for (const field of fields) field.value = "";
      form.dataset.inlamnad = "ja";
      form.submit();
    },
    true,
  );

  // Back from the page of the job, the form is a new one.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("form[data-inlamning]")) location.reload();
  });
})();
