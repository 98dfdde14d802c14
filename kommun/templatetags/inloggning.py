"""What the pages of login write in words."""

from django import template

from kommun import tvasteg

register = template.Library()

# In the order in which they are looked for: many browsers call themselves others as well.
WEBBLASARE = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsungs webbläsare"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
MASKINER = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def webblasare(user_agent: str) -> str:
    """ "Firefox i Windows", of what the browser calls itself."""
    namn = next((ord_ for tecken, ord_ in WEBBLASARE if tecken in user_agent), "Okänd webbläsare")
    maskin = next((ord_ for tecken, ord_ in MASKINER if tecken in user_agent), "")
    return f"{namn} i {maskin}" if maskin else namn


@register.filter
def i_grupper(kod: str) -> str:
    """By four, as one reads a code aloud."""
    return " ".join(kod[n : n + 4] for n in range(0, len(kod), 4))


@register.filter
def behover_tva_steg(user) -> bool:
    return tvasteg.kravs_av(user)
