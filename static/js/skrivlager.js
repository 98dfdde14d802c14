// What was typed in a § and has not reached the server yet, kept in this browser per person, § and part.
window.skrivlager = (key) => {
  const PREFIX = "fullgjort-skriv:";
  const name = PREFIX + key;
  let failed = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "{}");
    } catch {
      return {};
    }
  };
  const write = (parts) => {
    try {
      if (Object.keys(parts).length) localStorage.setItem(name, JSON.stringify(parts));
      else localStorage.removeItem(name);
      failed = false;
    } catch {
      failed = true; // full, or switched off
    }
  };

  return {
    alla: read,
    spara(part, text, version) {
      write({ ...read(), [part]: { text, version, tid: Date.now() } });
    },
    glom(...parts) {
      const left = read();
      for (const part of parts) delete left[part];
      write(left);
    },
    glomAllt() {
      write({});
    },
    get trasigt() {
      return failed;
    },
  };
};
