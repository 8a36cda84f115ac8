"""Names as they are compared."""

import re


def plain(name: str) -> str:
    """A name as it is compared: no case, no signs between words, '&' the same as 'and'."""
    bare = re.sub(r"[^\w@]+", " ", name.casefold().replace("&", " and "))
    return " ".join(bare.replace("_", " ").split())


def county(name: str) -> str:
    """A county's name as it is compared: without 'County' or 'Parish'."""
    return re.sub(r"\b(?:county|parish|borough)\b", "", plain(name)).strip()
