"""Names of files as people gave them: shown, never used on disk."""

from pathlib import PurePath


def tidy_name(name: str, longest: int, otherwise: str = "file") -> str:
    """A file's name without folders and characters that cannot be shown; its ending is kept when it is cut."""
    path = PurePath(name.replace("\\", "/"))
    clean = "".join(letter for letter in path.name if letter.isprintable()).strip() or otherwise
    if len(clean) <= longest:
        return clean
    ending = PurePath(clean).suffix[:10]
    return clean[: longest - len(ending)] + ending
