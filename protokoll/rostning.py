"""The rules of a vote, pure: who may vote, what the sum is, who won, and what does not add up.

Abstaining and the chair's duty to vote: KL 4:25–26. Open votes, closed ones, majority, casting vote and lot:
KL 5:54–57, which apply to a nämnd as well.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

JA, NEJ, AVSTAR = "ja", "nej", "avstar"
# What settled it.
MAJORITET, UTSLAGSROST, LOTT = "majoritet", "utslagsrost", "lott"

ORD = {JA: "ja", NEJ: "nej"}


@dataclass(frozen=True, slots=True)
class Rakning:
    """The sum of a vote. To abstain is not to vote: only ja and nej are röster."""

    ja: int = 0
    nej: int = 0
    avstar: int = 0

    @property
    def summa(self) -> int:
        return self.ja + self.nej + self.avstar

    @property
    def lika(self) -> bool:
        return self.ja == self.nej

    def antal(self, rost: str) -> int:
        return {JA: self.ja, NEJ: self.nej, AVSTAR: self.avstar}[rost]


@dataclass(frozen=True, slots=True)
class Utgang:
    """How a vote fell out, or in `fel` why that cannot be said yet (then `utfall` is None)."""

    utfall: str | None
    avgors: str = MAJORITET
    fel: str = ""


@dataclass(frozen=True, slots=True)
class Brist:
    """Something in a vote that does not add up. `person` where it is about one."""

    kod: str
    text: str
    person: int | None = None


def rostande(
    tjanstgorande: Sequence[int], ordforande: int | None, *, deltar_ej: Collection[int] = ()
) -> tuple[int, ...]:
    """Who votes, in the order they are called: those who serve at the §, the chair last.

    Who has said that he or she takes no part in the decision is not called (KL 4:25).
    """
    kallade = [p for p in tjanstgorande if p not in deltar_ej]
    return tuple(sorted(kallade, key=lambda p: p == ordforande))


def rakna(roster: Mapping[int, str]) -> Rakning:
    varden = list(roster.values())
    return Rakning(varden.count(JA), varden.count(NEJ), varden.count(AVSTAR))


def utgang(
    rakning: Rakning, *, ordforandens_rost: str | None = None, sluten: bool = False, angivet: str | None = None
) -> Utgang:
    """Simple majority; of a tie the chair's vote decides, and in a closed vote (val, employment) the lot.

    `angivet` is the outcome as stated. It is needed where the röster do not tell: after a lot, and where a chair who
    abstained from voting has given the casting vote. Elsewhere it must agree with them.
    """
    if not rakning.summa:
        return Utgang(None, fel="Ingen har röstat.")
    if not rakning.lika:
        vann = JA if rakning.ja > rakning.nej else NEJ
        if angivet and angivet != vann:
            return Utgang(
                None, fel=f"Utfallet kan inte vara {ORD[angivet]}: {vann}-rösterna är fler ({i_siffror(rakning)})."
            )
        return Utgang(vann)
    if sluten:
        saknas = "Röstetalet är lika, och då avgörs saken genom lottning. Ange vad lotten föll på."
        return Utgang(angivet, LOTT, "" if angivet else saknas)
    if ordforandens_rost in (JA, NEJ):
        if angivet and angivet != ordforandens_rost:
            fel = f"Röstetalet är lika, och då avgör ordförandens röst, som är {ORD[ordforandens_rost]}."
            return Utgang(None, UTSLAGSROST, fel)
        return Utgang(ordforandens_rost, UTSLAGSROST)
    saknas = (
        "Röstetalet är lika, och ordföranden har inte röstat. Ordföranden är skyldig att rösta när det behövs "
        "för att ärendet ska kunna avgöras. Ange ordförandens röst, eller vad utslagsrösten blev."
    )
    return Utgang(angivet, UTSLAGSROST, "" if angivet else saknas)


def brister(
    roster: Mapping[int, str],
    rostande: Collection[int],
    *,
    namn: Mapping[int, str],
    angivet: Rakning | None = None,
    hel: bool = True,
    vid: str = "paragrafen",
) -> tuple[Brist, ...]:
    """What is wrong with an open vote: röster of those who may not vote, röster that lack, sums that differ.

    With `hel` False the vote still goes on, and nobody's röst lacks yet.
    """
    ut = [
        Brist("rostar_ej", f"{namn.get(p, 'Någon')} tjänstgör inte vid {vid} och kan inte rösta.", p)
        for p in roster
        if p not in rostande
    ]
    if hel:
        ut += [
            Brist("rost_saknas", f"{namn.get(p, 'Någon')} har ingen röst. Ange ja, nej eller avstår.", p)
            for p in rostande
            if p not in roster
        ]
    raknat = rakna(roster)
    if angivet is not None and angivet != raknat:
        ut.append(
            Brist(
                "summan",
                f"Det angivna resultatet ({i_siffror(angivet)}) stämmer inte med rösterna ({i_siffror(raknat)}).",
            )
        )
    return tuple(ut)


def brister_sluten(rakning: Rakning, antal: int) -> tuple[Brist, ...]:
    """A closed vote has only totals: they may not be more than those who may vote."""
    if rakning.summa <= antal:
        return ()
    return (Brist("summan", f"{rakning.summa} röster är fler än de {antal} som tjänstgör och får rösta."),)


def i_siffror(rakning: Rakning) -> str:
    """6 ja, 5 nej, 1 avstår."""
    delar = [f"{rakning.ja} ja", f"{rakning.nej} nej"]
    return ", ".join(delar + ([f"{rakning.avstar} avstår"] if rakning.avstar else []))


def roster_i_ord(rakning: Rakning, *, forst: str | None = None) -> str:
    """ "6 ja-röster mot 5 nej-röster", "11 ja-röster mot 3 nej-röster och 1 som avstår"; the winner stands first."""
    ordning = (NEJ, JA) if (forst or (NEJ if rakning.nej > rakning.ja else JA)) == NEJ else (JA, NEJ)
    mot = " mot ".join(_antal(rakning.antal(r), r) for r in ordning)
    return f"{mot} och {rakning.avstar} som avstår" if rakning.avstar else mot


def _antal(antal: int, rost: str) -> str:
    return f"{antal} {ORD[rost]}-röst" + ("" if antal == 1 else "er")
