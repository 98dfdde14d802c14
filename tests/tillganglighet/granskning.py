"""What is asked of each page: axe at WCAG 2.2 AA, and what axe does not ask."""

from axe_playwright_python.base import AxeResults

from tests.browser import RULES

# A laptop at 400 %: what fits in 1280 × 1024 is read through this (WCAG 1.4.10).
FORSTORAT = {"width": 320, "height": 256}
VANLIGT = {"width": 1280, "height": 800}
# A sheet of A4 less its margins, upright and lying down.
PAPPER = {"auto": {"width": 680, "height": 990}, "bred": {"width": 1009, "height": 650}}

# What follows from the style sheets alone takes nearly all of axe's time. It is the same for all elements that stand
# in the same chain of tags, classes and states, and is measured at the first of them.
STILREGLER = ("color-contrast", "target-size")
ALLT = {**RULES, "rules": {rule: {"enabled": False} for rule in STILREGLER}}
STILEN = {"runOnly": {"type": "rule", "values": list(STILREGLER)}, "resultTypes": ["violations"]}

AXE = "(options) => axe.run(document, options)"
AXE_DE_NYA = "(options) => axe.run({include: window.nya}, options)"
DE_NYA = """() => {
  const nyckel = "granskat", sedda = new Set(JSON.parse(localStorage.getItem(nyckel) ?? "[]"));
  const kedjor = new Map(), nya = [];
  const kedja = (e) => {
    if (!e) return 0;
    if (kedjor.has(e)) return kedjor.get(e);
    let ord = e.tagName + (e.matches(":first-child") ? "<" : "") + (e.matches(":last-child") ? ">" : "");
    for (const {name, value} of e.attributes)
      if (name === "class" || name === "type" || name === "disabled" || /^(data-[a-z]*$|aria-[a-z]*$)/.test(name))
        ord += ` ${name}` + (value.length < 24 ? value.replace(/\\d+/g, "") : "");
    let h = kedja(e.parentElement);
    for (let n = 0; n < ord.length; n++) h = (Math.imul(h, 31) + ord.charCodeAt(n)) | 0;
    kedjor.set(e, h);
    return h;
  };
  for (const e of document.body.querySelectorAll("*")) {
    const h = kedja(e);
    if (sedda.has(h)) continue;
    sedda.add(h);
    nya.push(e);
  }
  localStorage.setItem(nyckel, JSON.stringify([...sedda]));
  window.nya = nya;
  return nya.length;
}"""

INNEHALLET = """() => {
  const fel = [];
  const visad = (e) => e.checkVisibility({visibilityProperty: true});
  if (!/\\S.* – \\S/.test(document.title)) fel.push(`the title says ${JSON.stringify(document.title)}`);
  if (document.documentElement.lang !== "sv") fel.push("the language is not said");
  const h1 = [...document.querySelectorAll("h1")].filter(visad);
  if (h1.length !== 1) fel.push(`${h1.length} h1: ${h1.map((h) => h.textContent.trim())}`);
  for (const a of document.querySelectorAll("a[href^='#']"))
    if (a.hash && !document.getElementById(decodeURIComponent(a.hash.slice(1))))
      fel.push(`leads nowhere: ${a.outerHTML}`);
  for (const name of ["aria-describedby", "aria-labelledby", "aria-errormessage", "aria-controls"])
    for (const e of document.querySelectorAll(`[${name}]`))
      for (const id of e.getAttribute(name).split(/\\s+/))
        if (id && !document.getElementById(id)) fel.push(`${name} ${id} is nowhere`);
  // Whoever has asked for stillness gets it.
  const ror = document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 1);
  if (ror.length || getComputedStyle(document.documentElement).scrollBehavior === "smooth") fel.push("something moves");
  const summan = document.querySelector(".ds-error-summary");
  if (summan && !summan.contains(document.activeElement))
    fel.push(`the errors are not in focus, this is: ${document.activeElement.outerHTML.slice(0, 80)}`);
  return fel;
}"""

# With the few colours that somebody has chosen for all programs, nothing is told by a background: what is in focus has
# a ring, what can be pressed an edge, and what is chosen something more than what is not. Of the new elements alone.
KONTROLLER = "a[href], button, input:not([type='hidden']), select, textarea, summary, [tabindex='0'], [aria-current]"
NYA_KONTROLLER = "(css) => (window.nya = window.nya.filter((e) => e.matches(css))).length"
HOG_KONTRAST = """() => {
  const fel = [], sag = (e, vad) => fel.push(`${vad}: ${e.outerHTML.slice(0, 120)}`);
  const kant = (s) => ["Top", "Bottom", "Left"].some((k) => s[`border${k}Style`] !== "none" &&
    parseFloat(s[`border${k}Width`]) >= 1 && s[`border${k}Color`] !== s.backgroundColor);
  const ring = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1;
  for (const e of window.nya) {
    if (!e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || e.disabled) continue;
    if (e.getBoundingClientRect().width <= 1) continue;
    const s = getComputedStyle(e), vald = e.matches(":is(a, button)[aria-current]:not([aria-current='false'])");
    const falt = "select, textarea, input:not([type='checkbox'], [type='radio'], [type='range'])";
    if (e.matches(`.ds-button:not([data-variant='tertiary']), ${falt}`) && !kant(s)) sag(e, "no edge");
    // The last of the crumbs is no link, and so not underlined.
    if (vald && !kant(s) && !ring(s) && parseInt(s.fontWeight) < 600) sag(e, "looks like what is not chosen");
    if (!e.matches(":enabled, a[href], summary, [tabindex]")) continue;
    e.focus({preventScroll: true, focusVisible: true});
    if (document.activeElement !== e) continue;
    // Of a row that is one link, the whole row has it.
    const stilar = [e, e.closest("label"), e.nextElementSibling, e.parentElement].filter(Boolean).map((x) => [x]);
    if (![...stilar, [e, "::after"]].some((x) => ring(getComputedStyle(...x)))) sag(e, "no ring in focus");
    e.blur();
  }
  return fel;
}"""

# What sticks out, with its words.
BREDDEN = """() => {
  const rot = document.documentElement, bredd = rot.clientWidth;
  if (rot.scrollWidth <= bredd) return [];
  const ut = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > bredd + 1);
  const inne = ut.filter((e) => ![...e.children].some((b) => ut.includes(b))).slice(0, 3);
  return [`${rot.scrollWidth} of ${bredd} px: ${inne.map((e) => e.outerHTML.slice(0, 160))}`];
}"""
# A head of a page that is printed has nothing to press.
TRYCKT_HUVUD = """() =>
  [...document.querySelectorAll(".topp :is(input:not([type='hidden']), button, select, summary, nav a)")]
    .filter((e) => e.checkVisibility({visibilityProperty: true})).map((e) => `of the head: ${e.outerHTML.slice(0, 80)}`)
"""
# What stays where it is while the rest is scrolled leaves room to read by.
FAST = """() => {
  const fel = [];
  for (const e of document.body.querySelectorAll("*")) {
    const s = getComputedStyle(e);
    if ((s.position === "fixed" || s.position === "sticky") && e.checkVisibility({visibilityProperty: true})
        && e.getBoundingClientRect().height > innerHeight / 2 && s.overflowY === "visible")
      fel.push(`covers the page at 400 %: ${e.outerHTML.slice(0, 120)}`);
  }
  return fel;
}"""


def _rapport(svar: dict) -> list[str]:
    return [AxeResults(svar).generate_report()] if svar["violations"] else []


def granska(page, *, hela: bool = True) -> list[str]:
    """What is wrong with the page that is open; empty when nothing is. It carries axe (`Fonster` sees to that).

    `hela=False`: a page that is another come back, of which axe meets what is new.
    """
    fel = page.evaluate(INNEHALLET)
    if hela:
        fel += _rapport(page.evaluate(AXE, ALLT))
    if page.evaluate(DE_NYA):
        if not hela:
            fel += _rapport(page.evaluate(AXE_DE_NYA, ALLT))
        fel += _rapport(page.evaluate(AXE_DE_NYA, STILEN))
        page.emulate_media(color_scheme="dark")
        fel += [f"in the dark: {f}" for f in _rapport(page.evaluate(AXE_DE_NYA, STILEN))]
        page.emulate_media(color_scheme="light")
        if page.evaluate(NYA_KONTROLLER, KONTROLLER):
            page.emulate_media(forced_colors="active")
            fel += [f"in high contrast: {f}" for f in page.evaluate(HOG_KONTRAST)]
            page.emulate_media(forced_colors="none")
    if not hela:
        return fel
    page.set_viewport_size(FORSTORAT)
    fel += page.evaluate(BREDDEN) + page.evaluate(FAST)
    if page.locator(".tabell").count() and not page.locator("form.formular, form[data-vakta]").count():  # a list
        page.emulate_media(media="print")
        page.set_viewport_size(PAPPER[page.evaluate("getComputedStyle(document.body).page")])
        fel += [f"on paper {f}" for f in page.evaluate(BREDDEN) + page.evaluate(TRYCKT_HUVUD)]
        page.emulate_media(media="screen")
    page.set_viewport_size(VANLIGT)
    return fel
