"""Every model, every noun of an act and every role is explained in the glossary, once."""

import re
from pathlib import Path

import pytest

import sectoral
from sectoral.workspace import models
from sectoral.workspace.acts.subjects import NOUNS
from sectoral.workspace.rules.permissions import PartnershipRole

PAGE = Path(sectoral.__file__).parents[2] / "docs/glossary.md"
ENTRIES = re.findall(r"(?m)^\| \*\*(.+?)\*\* \| (.+) \|$", PAGE.read_text(encoding="utf-8"))
WORDS = [re.sub(r" \(.+\)", "", word).lower().replace("-", " ") for word, _ in ENTRIES]


def words_of(name: str) -> str:
    """A class's name as words: "NeedVersion" is a need version."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


@pytest.mark.parametrize("name", models.__all__)
def test_every_model_is_an_entry(name: str) -> None:
    assert words_of(name) in WORDS


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_is_an_entry_or_ends_one(noun: str) -> None:
    # "item" is what acts call an agenda item, "share" a cost share.
    assert [word for word in WORDS if word.split()[-1] == noun]


@pytest.mark.parametrize("role", PartnershipRole)
def test_every_role_is_an_entry_or_begins_one(role: PartnershipRole) -> None:
    # A "public" role is a public partner's.
    assert [word for word in WORDS if f"{word} ".startswith(f"{role} ")]


def test_no_word_stands_twice_and_they_stand_in_order() -> None:
    words = [word.lower() for word, _ in ENTRIES]
    assert words == sorted(set(words))


def test_what_an_entry_refers_to_is_there() -> None:
    referred = re.findall(r"see \*([^*]+)\*", PAGE.read_text(encoding="utf-8"))
    assert referred
    assert [word for word in referred if word.lower().replace("-", " ") not in WORDS] == []
