"""What breaks: the same one of everything as the matrix, and the same people."""

from tests.test_permissions import people, things  # noqa: F401 - fixtures
