"""A mail backend that does as a test says: `vid_oppning()` and `vid_sandning(brev)` may look, wait or raise."""

from django.core.mail.backends.base import BaseEmailBackend

skickat: list = []
vid_oppning = vid_sandning = None


def nollstall() -> None:
    global vid_oppning, vid_sandning
    skickat.clear()
    vid_oppning = vid_sandning = None


class Backend(BaseEmailBackend):
    def open(self):
        if vid_oppning:
            vid_oppning()
        return True

    def send_messages(self, breven):
        for brev in breven:
            brev.message()  # as a real one does, which refuses a bad header
            if vid_sandning:
                vid_sandning(brev)
            skickat.append(brev)
        return len(breven)
