import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommun.settings")
if not os.environ.get("FULLGJORT_SECRET_KEY"):
    raise ImproperlyConfigured("Sätt FULLGJORT_SECRET_KEY till en lång slumpsträng innan servern startas.")

application = get_wsgi_application()
