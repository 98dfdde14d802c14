import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommun.settings")
if not os.environ.get("FULLGJORT_SECRET_KEY"):
    raise ImproperlyConfigured("Sätt FULLGJORT_SECRET_KEY till en lång slumpsträng innan servern startas.")

application = get_wsgi_application()

# All pages are loaded now: the first visitor does not wait for it, the processes of a server share the memory, and a
# server that is still up shows its own pages when those of the next version have been put in their place.
_ = get_resolver().url_patterns
for sida in (settings.BASE_DIR / "templates").rglob("*.html"):
    get_template(str(sida.relative_to(settings.BASE_DIR / "templates")))
# What is loaded stays to the end. Left out of the search for garbage it is also never written to, and stays shared.
gc.collect()
gc.freeze()
