"""The registers: organ, förvaltningar, people and their roles. Rows are ended with a date, never deleted."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.urls import reverse

from kommun.login import AccountAdapter
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
from kommun.permissions import can_keep_register

admin.site.site_header = "Register"
admin.site.site_title = "Register"
admin.site.index_title = "Organ, personer och roller"


def _ar_administrator(request, obj=None) -> bool:
    return request.user.is_authenticated and request.user.is_active and can_keep_register(request.user)


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

    def view_on_site(self, obj):
        """What the person may do, and why."""
        return reverse("kommun:behorighet", args=[obj.pk])


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


class IdentitetForm(forms.ModelForm):
    """Which identity of the municipality's own login is this account's."""

    provider = forms.ChoiceField(label="inloggning")

    class Meta:
        model = SocialAccount
        fields = ["provider", "uid"]
        labels = {"uid": "identitet"}
        help_texts = {"uid": "Som den visas för den som loggar in utan att ha något konto. Aldrig en e-postadress."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tjanster = [(a["provider_id"], a["name"]) for a in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]]
        nu = self.instance.provider
        gammal = [(nu, nu)] if nu and nu not in dict(tjanster) else []
        self.fields["provider"].choices = tjanster + gammal

    def clean_uid(self):
        return self.cleaned_data["uid"].strip()


class IdentitetInline(RegisterMixin, admin.TabularInline):
    """Joined by hand, and taken away by hand: what somebody did by it keeps the words of its login."""

    model = SocialAccount
    form = IdentitetForm
    extra = 0
    verbose_name = "identitet hos kommunens inloggning"
    verbose_name_plural = "identiteter hos kommunens inloggning"

    def has_delete_permission(self, request, obj=None):
        return _ar_administrator(request)


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
    inlines = [IdentitetInline]
    actions = ["ta_bort_engangskod", "logga_ut"]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []  # the account is made first

    @admin.action(description="Ta bort engångskod och reservkoder (borttappad telefon)")
    def ta_bort_engangskod(self, request, queryset):
        for konto in queryset:
            if Authenticator.objects.filter(user=konto).delete()[0]:
                _avsluta_sessioner(konto)
                self.log_change(request, konto, "Tog bort engångskod och reservkoder.")
                AccountAdapter().send_notification_mail("mfa/email/totp_deactivated", konto)
                self.message_user(request, f"{konto}: engångskod och reservkoder är borttagna.")
            else:
                self.message_user(request, f"{konto} har ingen engångskod.", messages.WARNING)

    @admin.action(description="Logga ut överallt")
    def logga_ut(self, request, queryset):
        for konto in queryset:
            antal = _avsluta_sessioner(konto)
            self.log_change(request, konto, "Loggade ut överallt.")
            self.message_user(request, f"{konto}: {antal} inloggningar avslutade.")


def _avsluta_sessioner(konto) -> int:
    sessioner = list(UserSession.objects.filter(user=konto))
    for session in sessioner:
        session.end()
    return len(sessioner)
