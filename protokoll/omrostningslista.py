"""The list of an open vote (KL 5:67): a row for every seat, who presides last; and as the table of the §."""

from collections.abc import Collection, Iterable
from html import escape

from protokoll import narvaro
from protokoll.dokumentvarden import Omrostningslista, Rostrad
from protokoll.models import Motesdeltagare, Paragraf
from protokoll.narvarolista import Narvarolista
from protokoll.omrostning import deltar_ej
from protokoll.rostning import AVSTAR, JA, NEJ

ORDFORANDE = "ordförande"
KOLUMNER = ("Ledamot/tjänstgörande ersättare", "Ersätter", "Ja", "Nej", "Avstår")


def rostrader(paragraf: Paragraf, lista: Narvarolista, roster: dict[int, str]) -> list[Rostrad]:
    """A row for every seat; who presides stands last."""
    vid = lista.vid_paragraf(paragraf)
    rader, sist = [], []
    kvar, utan_del = dict(roster), deltar_ej(paragraf)
    for plats in lista.deltagare:
        if plats.slag != Motesdeltagare.Slag.LEDAMOT:
            continue
        vem = next((lista.deltagaren(t.person) for t in vid.tjanstgoring if t.plats == plats.pk), None)
        rad = _rostrad(plats, vem, vid, roster, utan_del)
        (sist if vem and vem.pk == vid.ordforande else rader).append(rad)
        if vem:
            kvar.pop(vem.pk, None)
    # Somebody voted whom the presence, changed afterwards, no longer has as serving: the sum must still add up.
    rader += [
        Rostrad(str(lista.deltagaren(id)), rost=rost, franvaro="tjänstgör inte enligt närvaron")
        for id, rost in kvar.items()
    ]
    return rader + sist


def _rostrad(plats, vem, vid: narvaro.VidParagraf, roster: dict[int, str], utan_del: Collection[int]) -> Rostrad:
    if vem is None:
        orsak = "vakant" if plats.ar_vakant else "jäv" if plats.pk in vid.javiga else "frånvarande"
        return Rostrad(plats.namn_med_parti, franvaro=orsak)
    rost = roster.get(vem.pk, "")
    return Rostrad(
        vem.namn_med_parti,
        titel=ORDFORANDE if vem.pk == vid.ordforande else vem.titel,
        ersatter="" if vem is plats else plats.namn_med_parti,
        rost=rost,
        franvaro="" if rost else "deltar ej" if vem.pk in utan_del else "har inte röstat",
    )


def kolumner(lista: Omrostningslista) -> tuple[str, ...]:
    """Without "Ersätter" where nobody who voted serves for somebody else."""
    return KOLUMNER if any(r.ersatter for r in lista.rostande) else (KOLUMNER[0], *KOLUMNER[2:])


def tabell_over(lista: Omrostningslista) -> str:
    """Those who voted, as the table of the §: a header that can be repeated over a page break, the sum under."""
    if not lista.rostande:
        return ""
    huvud = kolumner(lista)

    def rad(namn: str, ersatter: str, celler: Iterable[object]) -> str:
        alla = [ersatter, *celler] if "Ersätter" in huvud else celler
        return f'<tr><th scope="row">{escape(namn, quote=False)}</th>' + "".join(map(_cell, alla)) + "</tr>"

    kropp = "".join(rad(_namn(r), r.ersatter, _kryss(r)) for r in lista.rostande)
    summa = rad("Summa", "", (lista.ja, lista.nej, lista.avstar))
    rubriker = "".join(f'<th scope="col">{k}</th>' for k in huvud)
    return f"<table><thead><tr>{rubriker}</tr></thead><tbody>{kropp}{summa}</tbody></table>"


def _namn(rad: Rostrad) -> str:
    return f"{rad.namn}, {ORDFORANDE}" if rad.titel == ORDFORANDE else rad.namn


def _kryss(rad: Rostrad) -> list[str]:
    return ["X" if rad.rost == rost else "" for rost in (JA, NEJ, AVSTAR)]


def _cell(varde: object) -> str:
    return f"<td>{escape(str(varde), quote=False)}</td>"
