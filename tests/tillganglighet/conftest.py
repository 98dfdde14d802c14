from tests.test_permissions import people, things

__all__ = ["people", "things"]
