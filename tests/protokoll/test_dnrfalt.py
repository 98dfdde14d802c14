"""A diarienummer as it is typed."""

import pytest

from protokoll.forms import HuvudForm
from protokoll.formular.dagordning import ArendeForm, StandigtForm
from protokoll.formular.dnr import DnrField
from protokoll.formular.inbjudan import InbjudanForm


@pytest.mark.parametrize(
    ("skrivet", "vantat"),
    [
        ("KS 2018/14", "KS 2018/14"),
        ("  KS\u00a02018/14\t", "KS 2018/14"),
        ("KS\u200b 2018/14\ufeff", "KS 2018/14"),
        ("KS\u00ad2018/14", "KS2018/14"),
        ("KS\u202f\u20092018 / 14", "KS 2018 / 14"),
        ("", ""),
    ],
)
def test_what_nobody_sees_is_not_part_of_it(skrivet, vantat):
    assert DnrField().clean(skrivet) == vantat


@pytest.mark.parametrize("form", [ArendeForm, StandigtForm, InbjudanForm, HuvudForm])
def test_every_form_takes_it_so(form):
    assert isinstance(form.base_fields["dnr"], DnrField)
