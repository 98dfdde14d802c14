"""The registers: organ, förvaltningar, people and their roles. Rows are ended with a date, never deleted."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from kommun.models import (
    Avsnittsmall,
    Forvaltning,
    Franvaro,
    Kommun,
    Mandat,
    Namnform,
    Organ,
    Parti,
    Person,
    Tjanst,
    User,
)

admin.site.site_header = "Register"
admin.site.site_title = "Register"
admin.site.index_title = "Organ, personer och roller"


def _ar_administrator(request, obj=None) -> bool:
    return request.user.is_authenticated and request.user.is_active and request.user.behorighet.ar_administrator


admin.site.has_permission = _ar_administrator


class RegisterMixin:
    """Open to whoever is systemadministratör today; rows are ended, never deleted."""

    def has_module_permission(self, request):
        return _ar_administrator(request)

    def has_view_permission(self, request, obj=None):
        return _ar_administrator(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return _ar_administrator(request)

    def has_delete_permission(self, request, obj=None):
        return False


class RegisterAdmin(RegisterMixin, admin.ModelAdmin):
    pass


class AvsnittsmallInline(RegisterMixin, admin.TabularInline):
    model = Avsnittsmall
    extra = 0

    def has_delete_permission(self, request, obj=None):
        return _ar_administrator(request)


class NamnformInline(RegisterMixin, admin.TabularInline):
    model = Namnform
    extra = 0


class MandatInline(RegisterMixin, admin.TabularInline):
    model = Mandat
    extra = 0
    autocomplete_fields = ["person", "organ", "parti"]
    can_delete = False


class TjanstInline(RegisterMixin, admin.TabularInline):
    model = Tjanst
    extra = 0
    autocomplete_fields = ["organ", "forvaltning"]
    can_delete = False


@admin.register(Kommun)
class KommunAdmin(RegisterAdmin):
    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Kommun.objects.exists()


@admin.register(Organ)
class OrganAdmin(RegisterAdmin):
    list_display = ["namn", "kortnamn", "slag", "overordnat", "upphord"]
    list_filter = ["slag"]
    search_fields = ["namn", "kortnamn"]
    inlines = [AvsnittsmallInline]
    autocomplete_fields = ["inbjudningar_anmals_av"]
    fieldsets = [
        (None, {"fields": ["namn", "kortnamn", "slag", "overordnat", "forvaringsplats", "upphord"]}),
        (
            "På sammanträdet",
            {
                "fields": ["antal_ledamoter", "nummer_ges"],
                "description": "Organet är beslutfört när fler än hälften av ledamöterna är närvarande. Lämna antalet "
                "tomt, så räknas de ordinarie mandat som gäller den dagen.",
            },
        ),
        ("Anslag", {"fields": ["anslas_vid_justering"]}),
        ("Inbjudningar", {"fields": ["behandlar_inbjudningar", "inbjudningar_anmals_av"]}),
        (
            "Uppföljning av uppdrag",
            {
                "fields": ["rapport_manader"],
                "description": "När ett uppdrag utan frist har rapporterats väntas nästa rapport så många månader "
                "senare.",
            },
        ),
        (
            "I sammanträdesplanen",
            {
                "fields": ["stopp_dagar", "kallelse_dagar", "justering_dagar"],
                "description": "Dagarna räknas ut när ett sammanträde planeras. Stoppdag och kallelse som inte blir en "
                "vardag flyttas till vardagen före, justeringen till vardagen efter. Protokollet ska vara justerat "
                "inom 14 dagar (5 kap. 69 § kommunallagen). En ändring här gäller de sammanträden som planeras sedan.",
            },
        ),
    ]


@admin.register(Forvaltning)
class ForvaltningAdmin(RegisterAdmin):
    list_display = ["namn", "overordnad", "epost", "upphord"]
    search_fields = ["namn"]


@admin.register(Parti)
class PartiAdmin(RegisterAdmin):
    list_display = ["beteckning", "namn", "fran", "till"]
    search_fields = ["beteckning", "namn"]


@admin.register(Person)
class PersonAdmin(RegisterAdmin):
    list_display = ["namn", "epost"]
    search_fields = ["namn", "epost"]
    inlines = [NamnformInline, MandatInline, TjanstInline]


@admin.register(Mandat)
class MandatAdmin(RegisterAdmin):
    list_display = ["person", "organ", "roll", "parti", "fran", "till"]
    list_filter = ["organ", "roll"]
    list_select_related = ["person", "organ", "parti"]
    search_fields = ["person__namn"]
    autocomplete_fields = ["person", "organ", "parti"]


@admin.register(Tjanst)
class TjanstAdmin(RegisterAdmin):
    list_display = ["person", "roll", "titel", "organ", "forvaltning", "fran", "till"]
    list_filter = ["roll", "organ", "granskar_logg"]
    list_select_related = ["person", "organ", "forvaltning"]
    search_fields = ["person__namn", "titel"]
    autocomplete_fields = ["person", "organ", "forvaltning"]


@admin.register(Franvaro)
class FranvaroAdmin(RegisterAdmin):
    list_display = ["person", "fran", "till", "ersattare"]
    list_select_related = ["person", "ersattare"]
    search_fields = ["person__namn"]
    autocomplete_fields = ["person", "ersattare"]


@admin.register(User)
class KontoAdmin(RegisterMixin, UserAdmin):
    """What an account may do comes from its person's mandat and tjänster, so there are no flags to set here."""

    list_display = ["username", "person", "email", "is_active"]
    list_select_related = ["person"]
    autocomplete_fields = ["person"]
    fieldsets = [
        (None, {"fields": ["username", "password", "person", "email"]}),
        ("Tillgång", {"fields": ["is_active"]}),
    ]
    filter_horizontal = []
    list_filter = ["is_active"]
