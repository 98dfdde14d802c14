"""What the § itself says of the uppföljning: its HTML, and whether it still is what the system wrote. Pure."""

import re
from html import escape

from kommun.editor import kanon
from uppdrag.uppfoljningsdokument import Del, Rad, Uppfoljningsdokument, kort

# The whole of a report is in the bilaga.
RAPPORT_TECKEN = 160

_BILAGERAD = re.compile(r"<p>Bilaga: Uppföljning av uppdrag, sammanställd den [^<]{1,60}</p>")


def paragraf_html(dokument: Uppfoljningsdokument) -> str:
    """Three columns, so that the table keeps to the measure of the text and to a phone; the bilaga has the rest."""
    stycken = [_p(dokument.ingress)]
    for del_ in dokument.delar:
        stycken += [f"<p><strong>{_e(del_.rubrik)} ({del_.antal})</strong></p>", _tabell(del_)]
        stycken += [_p(del_.utoverrad)] if del_.utover else []
    stycken += [_p(dokument.slutrad), _p(dokument.bilagerad)]
    return "".join(stycken)


def _tabell(del_: Del) -> str:
    huvud = "".join(f'<th scope="col">{_e(r)}</th>' for r in ("Uppdrag", "Frist", del_.grupp.sista_kolumn))
    return f"<table><thead><tr>{huvud}</tr></thead><tbody>{''.join(map(_tr, del_.rader))}</tbody></table>"


def _tr(rad: Rad) -> str:
    om = [f"{rad.mottagare}. Givet {rad.givet}."]
    if rad.rapport:
        om.append(f"{rad.rapport}: {kort(rad.rapporterat, RAPPORT_TECKEN)}" if rad.rapporterat else f"{rad.rapport}.")
    uppdrag = f"<p><strong>{_e(rad.beteckning)}</strong> {_e(rad.text)}</p>" + "".join(map(_p, om))
    return f"<tr><td>{uppdrag}</td><td>{_cell(rad.fristrader)}</td><td>{_cell([rad.forslag])}</td></tr>"


def _cell(rader) -> str:
    rader = [r for r in rader if r]
    return _e(rader[0]) if len(rader) == 1 else "".join(map(_p, rader))


def _p(text: str) -> str:
    return f"<p>{_e(text)}</p>"


def _e(text: str) -> str:
    return escape(text, quote=False)


def utbytt(html: str, gammalt: str, nytt: str) -> str | None:
    """Somebody's own text with the system's part of it exchanged; None when that part is not there as it was."""
    allt, del_ = kanon(html), kanon(gammalt)
    return allt.replace(del_, nytt, 1) if del_ and del_ in allt else None


def med_bilagerad(html: str, dokument: Uppfoljningsdokument) -> str:
    """Somebody's own text with the line that names the bilaga: the one that is there, or a new one last."""
    rad = _p(dokument.bilagerad)
    return _BILAGERAD.sub(rad, html) if _BILAGERAD.search(html) else html + rad
