"""The pages' text face, Public Sans, made once from its package: what pages need, as WOFF2.

The package is only read, never imported. Why this face, and why it is made here:
docs/decisions/0011-text-face.md.
"""

import hashlib
import os
from contextlib import suppress
from importlib import metadata
from io import BytesIO
from pathlib import Path

from sectoral.workspace.environment.text_face import FONT, STYLE, face_folder

PACKAGE, _SOURCE = "fontpkg-public-sans", "PublicSans[wght].ttf"
_RECIPE = 1
"""Goes up when what is made of the same package changes."""

_LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # names from all over Europe and Latin America
    *range(0x2010, 0x2028),
    *(0x2030, 0x2032, 0x2033, 0x20AC, 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)
_FEATURES = ("kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum")
_WEIGHTS = (400, 400, 700)

# The fallback has the face's measure, so that a page that begins without it keeps its lines: by
# the letters of English, the face is 1.056 times as wide as Arial and the fonts drawn to it.
_STYLE = """/* {mark} */
@font-face {{
  font-family: "Sectoral Text";
  src: url("{font}?v={digest}") format("woff2");
  font-weight: 400 700;
  font-display: optional;
}}

@font-face {{
  font-family: "Sectoral Text Fallback";
  src: local("Arial"), local("Liberation Sans"), local("Helvetica"), local("Arimo");
  size-adjust: 105.6%;
  ascent-override: 90%;
  descent-override: 21.3%;
  line-gap-override: 0%;
}}
"""


def make_face(home: Path) -> bool:
    """Make the face and its style sheet, where the package is there and they are not.

    Returns  whether pages have it; without it they are set in the reader's own system face.
    """
    source = _find_source()
    if source is None:
        return False
    folder = face_folder(home)
    mark = f"Public Sans {metadata.version(PACKAGE)}, recipe {_RECIPE}"
    if _is_made(folder, mark):
        return True
    folder.mkdir(parents=True, exist_ok=True)
    digest = _write_whole(folder / FONT, _subset_font(source))
    _write_whole(folder / STYLE, _STYLE.format(mark=mark, font=FONT, digest=digest).encode("ascii"))
    return True


def _is_made(folder: Path, mark: str) -> bool:
    with suppress(OSError):
        return (folder / STYLE).read_text("ascii").startswith(f"/* {mark} */")
    return False


def _find_source() -> Path | None:
    """The font's file where pip put it."""
    with suppress(metadata.PackageNotFoundError):
        for file in metadata.files(PACKAGE) or ():
            if file.name == _SOURCE:
                return Path(str(file.locate()))
    return None


def _subset_font(source: Path) -> bytes:
    """The letters and weights that pages use, about 25 kilobytes."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - only when it is made
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    font = TTFont(source)
    subsetter = Subsetter(Options(layout_features=list(_FEATURES), hinting=False))
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": _WEIGHTS})
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def _write_whole(file: Path, content: bytes) -> str:
    """Write a file so that nobody ever reads half of it.  Returns its address's digest."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(file)
    return hashlib.sha256(content).hexdigest()[:10]
