"""Where the pages' text face is kept, and under which names the browser asks for it."""

from pathlib import Path

FOLDER, STYLE, FONT = "face", "face.css", "text.woff2"


def face_folder(home: Path) -> Path:
    """The face's folder in the workspace's own; it may not be there."""
    return home / FOLDER


def has_face(home: Path) -> bool:
    """Whether the face was made."""
    return (face_folder(home) / STYLE).is_file()
