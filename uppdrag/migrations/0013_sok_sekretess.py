from importlib import import_module

from django.db import migrations

sok, foljer_med, miljon = (
    import_module(f"uppdrag.migrations.{m}") for m in ("0009_sok", "0010_sok_foljer_med", "0011_sok_bland_en_miljon")
)
_bytt = import_module("uppdrag.migrations.0012_sokens_utdrag")._bytt

# The §§ that a row of each kind hangs on.
_BESLUTET = "uppdrag_uppdrag u JOIN protokoll_beslut b ON b.id = u.beslut_id JOIN protokoll_paragraf p ON p.id = b.paragraf_id"
_INBJUDAN = "protokoll_behandling e JOIN protokoll_paragraf p ON p.id = e.paragraf_id"
HANGER_PA = {
    "paragraf": ("protokoll_paragraf p", "p.id = k.objekt"),
    "uppdrag": (_BESLUTET, "u.id = k.objekt"),
    "rapport": (f"uppdrag_aterrapport r JOIN ({_BESLUTET}) ON u.id = r.uppdrag_id", "r.id = k.objekt"),
    "inbjudan": (_INBJUDAN, "e.inbjudan_id = k.objekt"),
    "reserapport": (f"protokoll_reserapport r JOIN ({_INBJUDAN}) ON e.inbjudan_id = r.inbjudan_id", "r.id = k.objekt"),
}
KALLOR = {
    **sok.KALLOR,
    "paragraf": _bytt(
        sok.KALLOR["paragraf"], ("x.rubrik || ' ' || sok_html(x.text)", "sok_avsnitt(x.rubrik, x.text)")
    ),
}


def _rader(slag: str) -> str:
    """/x: found by few; /x7: by those who keep the minutes of organ 7; /xp36: by those who else read § 36 by its key."""
    fran, villkor = HANGER_PA[slag]
    hemligt = f"""COALESCE((SELECT array_to_tsvector(array_agg(DISTINCT x.l)) FROM {fran}
            LEFT JOIN protokoll_protokoll h ON h.id = p.protokoll_id
            CROSS JOIN LATERAL unnest(ARRAY['/x', '/x' || p.organ_id, '/xp' || p.id]) x(l)
            WHERE {villkor} AND (p.sekretess <> '' OR h.slag = 'sekretess')), '')"""
    ram = f"k.datum, {miljon.SLUTEN.get(slag, 'false')}) AS ram"
    return _bytt(miljon._rader(slag, KALLOR[slag]), (ram, f"k.datum, false) || {hemligt} AS ram"))


# Words of what few read are not told to others as what they may have meant.
_UTAN_HEMLIGA = "(SELECT * FROM skrivna WHERE NOT vektor @@ $q$'/x'$q$::tsquery) k, sok_orden("


def _skriv(slag: str) -> str:
    return _bytt(
        miljon._skriv(slag),
        ("RETURNING titel, text", "RETURNING titel, text, vektor"),
        ("skrivna k, sok_orden(", _UTAN_HEMLIGA),
    )


HELA = _bytt(
    miljon.HELA, ("RETURNING titel, text", "RETURNING titel, text, vektor"), ("skrivna k, sok_orden(", _UTAN_HEMLIGA)
)

# When a § is marked, moved to another protokoll, or its protokoll becomes one with sekretess ---------------------------

_ANDRADE_INBJUDNINGAR = "{r} JOIN protokoll_behandling e ON e.paragraf_id = {p}"
_HANGER = {
    "uppdrag": miljon._UPPDRAGEN,
    "rapport": miljon._RAPPORTERNA,
    "inbjudan": f"SELECT e.inbjudan_id FROM {_ANDRADE_INBJUDNINGAR}",
    "reserapport": f"SELECT x.id FROM {_ANDRADE_INBJUDNINGAR} "
    "JOIN protokoll_reserapport x ON x.inbjudan_id = e.inbjudan_id",
}
BEVAKADE = {
    "protokoll_paragraf": (
        f"{miljon.BEVAKADE['protokoll_paragraf'][0]} sekretess",
        {"paragraf": "SELECT r.id FROM {r}"} | {slag: f.format(r="{r}", p="r.id") for slag, f in _HANGER.items()},
    ),
    "protokoll_protokoll": (
        "slag",
        {"paragraf": f"SELECT p.id FROM {miljon._I_PROTOKOLLET}"}
        | {slag: f.format(r=miljon._I_PROTOKOLLET, p="p.id") for slag, f in _HANGER.items()},
    ),
    "protokoll_behandling": (
        "inbjudan_id paragraf_id svarstext",
        {
            "inbjudan": foljer_med._I,
            "reserapport": "SELECT x.id FROM {r} JOIN protokoll_reserapport x ON x.inbjudan_id = r.inbjudan_id",
        },
    ),
}


def _bevaka(tabell: str) -> str:
    """The function of the triggers in 0010 and 0011, with what is told here."""
    falt, slagen = BEVAKADE[tabell]
    fore, efter = (", ".join(f"{t}.{f}" for f in falt.split()) for t in ("f", "e"))
    andrade = (
        f"(SELECT x.* FROM fore f JOIN efter e USING (id) CROSS JOIN LATERAL (SELECT f.* UNION ALL SELECT e.*) x "
        f"WHERE ({fore}) IS DISTINCT FROM ({efter}))"
    )
    grenar = []
    for handelse, (_, rader) in foljer_med.HANDELSER.items():
        skriv = "\n".join(
            f"        SELECT array_agg(DISTINCT i.id) INTO idn FROM ({fraga.format(r=f'{rader or andrade} r')}) i(id);\n"
            f"        IF idn IS NOT NULL THEN PERFORM sok_skriv_{slag}(idn); END IF;"
            for slag, fraga in slagen.items()
        )
        grenar.append(f"    IF TG_OP = '{handelse}' THEN\n{skriv}\n    END IF;")
    return "\n".join(
        [
            f"CREATE OR REPLACE FUNCTION sok_bevaka_{tabell}() RETURNS trigger LANGUAGE plpgsql AS $$",
            "DECLARE idn bigint[];\nBEGIN",
            *grenar,
            "    RETURN NULL;\nEND $$;",
        ]
    )


# The few rows that were closed already, and those that hang on them.
_I_SEKRETESS = "protokoll_protokoll r JOIN protokoll_paragraf p ON p.protokoll_id = r.id"
SKRIV_OM = "\n".join(
    f"SELECT sok_skriv_{slag}(ARRAY({fraga.format(r=_I_SEKRETESS, p='p.id')} WHERE r.slag = 'sekretess'));"
    for slag, fraga in ({"paragraf": "SELECT p.id FROM {r}"} | _HANGER).items()
)


class Migration(migrations.Migration):
    """What is closed by its own mark is found by the same few as what lies in a protokoll with sekretess."""

    dependencies = [("uppdrag", "0012_sokens_utdrag"), ("protokoll", "0026_sekretess")]

    operations = [
        migrations.RunSQL(sql="".join([*map(_rader, HANGER_PA), *map(_skriv, miljon.TABELLER), HELA])),
        migrations.RunSQL(sql="\n".join(map(_bevaka, BEVAKADE))),
        migrations.RunSQL(sql=SKRIV_OM),
    ]
