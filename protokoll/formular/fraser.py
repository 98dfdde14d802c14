from django import forms

from kommun.models import Organ
from protokoll.models import Fras


class FrasForm(forms.ModelForm):
    """A phrase of one of one's own organs, or of every organ."""

    organ = forms.ModelChoiceField(label="Gäller i", queryset=Organ.objects.none(), required=False)

    class Meta:
        model = Fras
        fields = ["namn", "text", "typ", "organ", "ordning", "aktiv"]
        labels = {
            "namn": "Namn",
            "text": "Text",
            "typ": "Avsnitt",
            "ordning": "Plats i listan",
            "aktiv": "I bruk",
        }
        help_texts = {
            "namn": "Det man söker på när man skriver, till exempel ”Noterar informationen”.",
            "ordning": "Lägst nummer visas först.",
        }
        error_messages = {
            "namn": {"required": "Skriv ett namn som frasen hittas på."},
            "text": {"required": "Skriv den text som ska infogas."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        falt = self.fields["organ"]
        falt.queryset = Organ.objects.filter(pk__in=user.behorighet.sekreterare_i).order_by("namn")
        falt.empty_label = "Alla organ"
        falt.villkorad = True  # none is every organ, a choice and not an omission
        self.fields["text"].widget.attrs["rows"] = 4
        self.fields["text"].help_text = "Inom klammer står det som fylls i av sig självt, till exempel {organet}."
