"""The stored files of a backup: one archive beside the dump, each file with its checksum; and back again."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from desistance.foundation.decisions import Refused
from desistance.foundation.stored_files import UNFINISHED

BLOCK = 1 << 20


def archive_of(file: Path) -> Path:
    """Where the stored files of a backup lie."""
    return file.with_name(f"{file.name}.files.tar")


def stored() -> Iterator[tuple[str, Path]]:
    """Every settled file, as its name from the folder on, in one order."""
    folder = Path(settings.MEDIA_ROOT)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith(UNFINISHED):
            yield path.relative_to(folder).as_posix(), path


def pack(file: Path) -> dict[str, str]:
    """Write the archive of a backup; the files' checksums by name. Taken after the dump, it holds the file of every row in it.

    Only the service's own account can read the archive.
    """
    sums: dict[str, str] = {}
    handle = os.open(archive_of(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target, tarfile.open(fileobj=target, mode="w") as archive:
        for name, path in stored():
            with path.open("rb") as source:
                entry = tarfile.TarInfo(name)
                entry.size = os.fstat(source.fileno()).st_size
                read = _Summed(source)
                archive.addfile(entry, read)
            sums[name] = read.digest.hexdigest()
        archive.close()
        target.flush()
        os.fsync(target.fileno())
    return sums


class _Summed:
    """A file that is summed up as it is read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


def refuse_unless_whole(file: Path, manifest: dict[str, Any]) -> None:
    """Raise :class:`Refused` where the archive is not the one that was written, or another file stands in a place of its."""
    sums: dict[str, str] = manifest.get("files", {})
    if not sums:
        return
    try:
        with tarfile.open(archive_of(file)) as archive:
            found = {entry.name: _sum(archive, entry) for entry in archive if entry.isreg()}
    except (OSError, tarfile.TarError):
        found = {}
    if found != sums:
        raise Refused(
            f"{archive_of(file)} is missing or is not what was backed up: its files differ. Nothing was restored."
        )
    for name, path in stored():
        if name in sums and hashlib.sha256(path.read_bytes()).hexdigest() != sums[name]:
            raise Refused(f"{settings.MEDIA_ROOT} holds another {name}. Name an empty folder in DESISTANCE_FILES.")


def _sum(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> str:
    digest, source = hashlib.sha256(), archive.extractfile(entry)
    while source is not None and (block := source.read(BLOCK)):
        digest.update(block)
    return digest.hexdigest()


def unpack(file: Path, manifest: dict[str, Any]) -> int:
    """Put the stored files back where they were; how many. Names that lead out of the folder are not followed."""
    sums: dict[str, str] = manifest.get("files", {})
    if not sums:
        return 0
    folder = Path(settings.MEDIA_ROOT)
    with tarfile.open(archive_of(file)) as archive:
        for entry in archive:
            target = folder / entry.name
            source = archive.extractfile(entry)
            if source is None or not target.resolve().is_relative_to(folder.resolve()):
                continue
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
                while block := source.read(BLOCK):
                    kept.write(block)
    return len(sums)
