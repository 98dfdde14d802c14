import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommun.settings")
if not os.environ.get("FULLGJORT_SECRET_KEY"):
    raise ImproperlyConfigured("Sätt FULLGJORT_SECRET_KEY till en lång slumpsträng innan servern startas.")

application = get_wsgi_application()

# All pages are loaded now: the first visitor does not wait for it, and the processes of a server share the memory.
_ = get_resolver().url_patterns
# What is loaded stays to the end. Left out of the search for garbage it is also never written to, and stays shared.
gc.collect()
gc.freeze()
