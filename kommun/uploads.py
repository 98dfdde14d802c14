from tempfile import TemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from kommun.granser import STORSTA_FIL


def upload_limit(size: int):
    """Mark a view whose uploads may be larger, or many."""

    def decorator(view):
        view.upload_limit = size
        return view

    return decorator


class SizeLimitHandler(FileUploadHandler):
    """Marks an upload as too large while it streams in, so that 50 MB never reaches the disk."""

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0
        # The files are read before the view runs (its CSRF token is among the fields): the view says it by its mark.
        match = getattr(request, "resolver_match", None)
        self.limit = getattr(match and match.func, "upload_limit", STORSTA_FIL)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > self.limit:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        return None


class UnnamedFileHandler(FileUploadHandler):
    """What is too large for memory goes to a file without a name: it is gone with the process, also a killed one."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data, start):
        self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        return UploadedFile(
            self.file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()
