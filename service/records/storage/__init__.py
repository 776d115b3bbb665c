"""Where sealed files lie: a folder, or an S3-compatible store for several servers."""

from service.records.storage.folder import Folder
from service.records.storage.places import BadPlace, open_storage
from service.records.storage.s3 import S3
from service.records.storage.storage import Missing, Storage, Unreachable

__all__ = ["S3", "BadPlace", "Folder", "Missing", "Storage", "Unreachable", "open_storage"]
