from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property


class User(AbstractUser):
    """An account. What it may do comes from the mandates and appointments of its person."""

    person = models.OneToOneField(
        "kommun.Person", on_delete=models.PROTECT, null=True, blank=True, verbose_name="person", related_name="user"
    )

    class Meta:
        verbose_name = "konto"
        verbose_name_plural = "konton"

    def __str__(self):
        return self.person.namn if self.person_id else self.get_username()

    @cached_property
    def behorighet(self):
        """The roles of today. Cached on the instance, which lives for one request."""
        from kommun.permissions import behorighet_for  # permissions reads the models

        return behorighet_for(self, today=timezone.localdate())
