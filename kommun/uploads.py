from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from kommun.granser import STORSTA_FIL


class SizeLimitHandler(FileUploadHandler):
    """Marks an upload as too large while it streams in, so that 50 MB never reaches the disk."""

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > STORSTA_FIL:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        return None
