"""Somebody who has no mouse: everything by keys that a browser knows, and the place where one is can be seen."""

from playwright.sync_api import Locator, Page, expect

# How many Tabs it takes from where one is, in the order of the page; a group of radio buttons is one stop.
STEG = """(mal) => {
  const valbara = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable='true']";
  const stopp = [...document.querySelectorAll(valbara)].filter((e) => {
    if (e.tabIndex < 0 || e.disabled || e.type === "hidden" || e.inert) return false;
    if (!e.checkVisibility({visibilityProperty: true})) return false;
    if (e.type !== "radio" || !e.name) return true;
    const grupp = [...document.getElementsByName(e.name)].filter((r) => r.form === e.form && !r.disabled);
    const vald = grupp.find((r) => r.checked);
    return vald ? e === vald : e === grupp[0] || e === mal;
  });
  const fore = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  const plats = stopp.indexOf(mal), har = document.activeElement;
  if (plats < 0) return null;
  if (stopp.includes(har)) return plats - stopp.indexOf(har);
  // From a heading that was given the focus, or from the top of the page.
  const efter = har === document.body ? 0 : stopp.findIndex((e) => fore(har, e));
  return plats >= efter ? plats - efter + 1 : plats - efter;
}"""
# An outline, or a ring of shadow: something is drawn around what has focus, and it is in the window.
SYNS = """(e) => {
  const ring = (e) => [null, "::after"].some((del) => {
    const s = getComputedStyle(e, del);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  });
  const ruta = e.getBoundingClientRect();
  const inne = ruta.bottom > 0 && ruta.top < innerHeight;
  return inne && (ring(e) || ring(e.parentElement) || ((e.labels ?? []).length > 0 && ring(e.labels[0])));
}"""
TAPPAT = "() => !document.activeElement || document.activeElement === document.body"
# Farther than this one takes the way past the head of the page.
LANGT = 12


class Tangentbord:
    def __init__(self, page: Page) -> None:
        self.page = page

    def till(self, mal: Locator) -> Locator:
        """Tab until it has focus; backwards when it stands before."""
        element = mal.element_handle()
        for _ in range(6):
            if element.evaluate("e => e === document.activeElement"):
                break
            steg = element.evaluate(STEG)
            assert steg is not None, f"no key leads to {mal}"
            if self.page.evaluate(TAPPAT):
                self._in_pa_sidan(langt=steg > LANGT)
                continue
            for _ in range(abs(steg)):
                self.page.keyboard.press("Tab" if steg > 0 else "Shift+Tab")
        expect(mal).to_be_focused()
        assert element.evaluate(SYNS), f"nothing shows that {mal} has focus"
        return mal

    def _in_pa_sidan(self, *, langt: bool) -> None:
        """The first Tab: to the way past the head of the page, or from the place that the address names."""
        self.page.keyboard.press("Tab")
        assert not self.page.evaluate(TAPPAT), "no key leads into the page"
        hoppa = self.page.locator(".hoppa")
        if langt and hoppa.evaluate("e => e === document.activeElement"):
            self.page.keyboard.press("Enter")
            expect(self.page.locator("#innehall")).to_be_focused()

    def tryck(self, mal: Locator, *, ny_sida: bool = True) -> None:
        """A button or a link, and the page it leads to; without one the focus is somewhere when it is done."""
        self.till(mal)
        if ny_sida:
            with self.page.expect_event("framenavigated"):
                self.page.keyboard.press("Enter")
            self.page.wait_for_load_state("load")
            return
        self.page.keyboard.press("Enter")
        self.kvar()

    def kvar(self) -> None:
        """What htmx put in place did not take the hand's place away."""
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        assert not self.page.evaluate(TAPPAT), "the focus is lost"

    def genvag(self, tangent: str, adress: str) -> None:
        """A single key of the page, out of the text first."""
        if self.page.evaluate("() => Boolean(document.activeElement?.isContentEditable)"):
            self.page.keyboard.press("Escape")
            assert not self.page.evaluate(TAPPAT), "Escape leads nowhere"
        self.page.keyboard.press(tangent)
        self.page.wait_for_url(adress)
        self.page.wait_for_load_state("load")

    def kryssa(self, mal: Locator) -> None:
        self.till(mal)
        if not mal.is_checked():
            self.page.keyboard.press("Space")
        expect(mal).to_be_checked()

    def valj_en(self, mal: Locator) -> None:
        """A radio button: Tab to the group, arrows within it."""
        grupp = mal.evaluate_handle(
            "e => { const g = [...document.getElementsByName(e.name)].filter(r => r.form === e.form && !r.disabled);"
            " return g.find(r => r.checked) ?? g[0]; }"
        )
        grupp.as_element().evaluate("e => { e.dataset.prov = 'har' }")
        self.till(self.page.locator("[data-prov='har']"))
        for _ in range(20):
            if mal.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(mal).to_be_checked()

    def skriv(self, mal: Locator, text: str) -> None:
        """Instead of what stands in the field."""
        self.till(mal)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def klockslag(self, mal: Locator, tid: str) -> None:
        """Hours and minutes of a field for a time of day."""
        self.till(mal)
        self.page.keyboard.type(tid.replace(":", ""))
        expect(mal).to_have_value(tid)

    def valj_i_listan(self, mal: Locator, text: str) -> None:
        """A choice of a list, by its first words."""
        self.till(mal)
        vald = "e => e.selectedOptions[0].label"
        for tangent in ("", "Home", *["ArrowDown"] * mal.locator("option").count()):
            if tangent:
                self.page.keyboard.press(tangent)
            if mal.evaluate(vald).startswith(text):
                return
        raise AssertionError(f"{text} is not in {mal}")
