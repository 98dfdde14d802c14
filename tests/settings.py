"""The product's settings with what a test run needs: a fast password hash, a mail box in memory, plain http."""

import os

os.environ.setdefault("FULLGJORT_SECRET_KEY", "test-only")
os.environ["FULLGJORT_DEMO"] = "1"

from kommun.settings import *  # noqa: F403

# What a test commits need not outlive the machine; the server of test_database.py is another.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = {}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Every test client would look through all static files; the live server has a handler of its own for them.
WHITENOISE_USE_FINDERS = False
