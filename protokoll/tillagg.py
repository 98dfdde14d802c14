"""What packages above add to the pages and acts of this one. Plain lists that their `ready()` appends to."""

from collections.abc import Callable

# (request, paragraf) → (template, context) for a box beside the §, or None for nothing to say. One whose context says
# `forst` waits for an answer, and stands first beside the text that is being written.
PARAGRAFPANELER: list[Callable] = []

# (request, paragraf, narvarolista) → (template, context) for a box in the rail of the page where a § is written.
SKRIVPANELER: list[Callable] = []

# (request, sammantrade) → (template, context) for a box beside the dagordning of a meeting.
SAMMANTRADESPANELER: list[Callable] = []

# The checks of klarkoll (protokoll.klarkoll): underlag → the anmärkningar it finds.
KONTROLLER: list[Callable] = []

# sammantrade → the protokoll.handlingar.Handling that goes with its kallelse, or None.
HANDLINGAR: list[Callable] = []

# Relations from a sammanträde (or a Prefetch of them) that checks of packages above read: fetched beforehand, once for
# all sammanträden.
UNDERLAG: list = []

# protokollen → {pk of a §: [protokoll.arkiv.varden.Arkivuppdrag, …]} for the archive package. Constant queries.
ARKIVUPPDRAG: list[Callable] = []
# protokollen → {pk of a protokoll: [(name, Bilaga without its content), …]}: annexes that belong to it.
ARKIVBILAGOR: list[Callable] = []

# [pk of a §] → {pk of a §: [protokoll.paragrafbilagor.Bifogad, …]}: files that what packages above know of a § brings.
PARAGRAFBILAGOR: list[Callable] = []

# The protokoll.oppnadata.Datamangd that the catalogue of open data tells of, beside the anslagstavla and the calendar.
OPPNA_DATA: list = []

# (sammantrade, *, by): what follows, in the same transaction, when somebody's presence was changed.
NARVAROANDRINGAR: list[Callable] = []

# (paragraf, ny, *, by): what comes along, in the same transaction, when a bordlagt or återremitterat ärende is taken up
# again in a new §.
FORTSATTNINGAR: list[Callable] = []

# (paragraf, html) → html: the decision of a standing ärende with what packages above have to say in it.
STANDIGA_TEXTER: list[Callable] = []

# (request, protokoll) → (template, context) for a box on the page of a protokoll, in this order; the template reads
# its context as `p`, and the page's `protokoll`. One whose context says `smal` stands in the rail.
PROTOKOLLPANELER: list[Callable] = []

# (request, protokoll) → the protokoll.protokollssida.Akt that its state allows. The first that says `nasta` is the one
# prominent act of the page of a protokoll; the others stand in a quiet row.
PROTOKOLLAKTER: list[Callable] = []

# (protokoll, version, *, by): what follows, in the same transaction, when a protokoll was frozen for those who adjust
# it, and when the last of them has approved it.
EFTER_FRYSNING: list[Callable] = []
EFTER_JUSTERING: list[Callable] = []

# (protokoll, version, *, by): the same when it was taken back; `version` is the one that they had.
EFTER_TILLBAKATAGANDE: list[Callable] = []

# (protokoll, version, *, by): the same when a justerat protokoll got a rättelse, which is `version`.
EFTER_RATTELSE: list[Callable] = []

# (paragraf, *, by): what follows, in the same transaction, when a § was marked with sekretess.
EFTER_SEKRETESS: list[Callable] = []

# paragraf → [(value, why)]: the receivers of its decision that what packages above know of a § speaks for, the value as
# protokoll.mottagarregister.Val writes it ("forvaltning:3").
MOTTAGARFORSLAG: list[Callable] = []

# paragraf → the sentence that closes its section "Beslutet skickas till", or the empty string.
MOTTAGARSLUT: list[Callable] = []

# (sammantrade, *, by): what follows, in the same transaction, when the standing ärenden were placed on its dagordning,
# when one of them was taken off it, when the meeting was opened, closed and opened again, and when it was moved,
# cancelled or is to be held after all.
EFTER_DAGORDNING: list[Callable] = []

# (paragraf, *, by): what goes first, in the same transaction, when an ärende is taken off a dagordning. DomanFel keeps
# it there.
FORE_BORTTAGNING: list[Callable] = []

# version → sentences about what is wrong with it: what `manage.py kontrollera_protokoll` asks of each stored version.
VERSIONSKONTROLLER: list[Callable] = []

# (request, inbjudan) → (template, context) for a box on the page of an invitation, or None for nothing to say; the
# template reads its context as `p`, and the page's `inbjudan`. One whose context says `smal` stands in the rail; one
# that says `deltagare` names those who go, which the page then does not.
INBJUDANSPANELER: list[Callable] = []

# (request, inbjudan) → the protokoll.protokollssida.Akt that its state allows. The first that says `nasta` is the one
# prominent act of the page of an invitation; the others stand in a quiet row.
INBJUDANSAKTER: list[Callable] = []

# (inbjudan, *, by, ny): what follows, in the same transaction, when an invitation came to its organ (`ny`: registered,
# or moved there) or its facts were changed.
EFTER_INBJUDAN: list[Callable] = []

# (text, *, organ, ar, sida): the first answers the search of the public pages, in what is published and nothing else.
# What it gives has `resultat`, the page `sida`, and the `traffar` of that page.
OFFENTLIG_SOKNING: list[Callable] = []

# (inbjudan, *, by): what follows, in the same transaction, when the chair has decided about an invitation between
# meetings, or taken that back.
EFTER_INBJUDANSBESLUT: list[Callable] = []
