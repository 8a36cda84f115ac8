"""Names as they are compared: the laws of the one normal form, and what is no name at all."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectoral.names import (
    LONGEST_KEY,
    is_error,
    is_name,
    kept_key,
    likeness,
    means_no_owner,
    means_nothing,
    name_key,
    points_elsewhere,
)

BLANKS = [" ", "  ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t", " \n"]
UNSEEN = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\u034f"]
WORDS = st.lists(
    st.text(st.sampled_from("abcdeéñöøßKÄÉİıǅ19"), min_size=1, max_size=6), min_size=1, max_size=5
)


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text())
def test_composed_and_decomposed_letters_and_any_case_are_one_name(name: str) -> None:
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    for other in (*forms, name.upper(), name.lower(), name.title(), name.casefold()):
        assert name_key(other) == name_key(name)


@given(words=WORDS, blanks=st.lists(st.sampled_from(BLANKS), min_size=5, max_size=5))
def test_blanks_of_every_kind_and_number_are_one_blank(words: list[str], blanks: list[str]) -> None:
    spelt = "".join(f"{blank}{word}" for blank, word in zip(blanks, words, strict=False))
    assert name_key(f"{spelt} ") == name_key(" ".join(words))


@given(words=WORDS, unseen=st.sampled_from(UNSEEN), at=st.integers(0, 30))
def test_a_sign_without_width_is_none(words: list[str], unseen: str, at: int) -> None:
    name = " ".join(words)
    assert name_key(name[:at] + unseen + name[at:]) == name_key(name)


@given(words=WORDS, sign=st.sampled_from([".", ",", " -", " –", "’", '"', ")", "…"]))
def test_a_stop_or_a_sign_between_words_makes_no_other_name(words: list[str], sign: str) -> None:
    assert name_key(f"{sign} ".join(words) + sign) == name_key(" ".join(words))


@given(st.text())
def test_names_of_one_key_look_alike_and_what_a_database_keeps_is_never_too_long(name: str) -> None:
    assert likeness(name_key(name)) == likeness(name)
    assert len(kept_key(name * 50)) <= LONGEST_KEY
    assert kept_key(unicodedata.normalize("NFD", name * 50)) == kept_key(name * 50)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keelson  Holdings.", "KEELSON HOLDINGS"),
        ("U.S. Steel", "US Steel"),
        ("St.Louis Boats", "St. Louis Boats"),
        ("Keel & Sons", "Keel and Sons"),
        ("Sailors’ Rest", "Sailors' Rest"),
        ("Peñasco", "Pen\u0303asco"),
        ("STRASSE", "Straße"),
        ("Ｋｅｅｌ", "Keel"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keelson Holdings, Inc.", "Keelson Holdings"),
        ("Keel L.L.C.", "Keel, LLC"),
        ("Keel LLC", "Keel Inc"),
        ("Bank of Keel, N.A.", "Bank of Keel"),
        ("The Keel Company", "Keel Co."),
        ("Keel P L L C", "Keel"),
        ("Doña Ana", "Dona Ana"),
        ("LaSalle Boats", "La Salle Boats"),
        ("J. P. Mast", "J.P. Mast"),
    ],
)
def test_names_that_a_person_is_asked_about(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("A+ Welding", "A Welding"), ("Keel", "Keels"), ("Mast 1", "Mast 2"), ("Inc", "LLC")],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert likeness(one) != likeness(other)


ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!", "#SPILL!", "#n/a",
          " #N/A ", "#NV", "#WERT!", "#¡REF!", "#¿NOMBRE?", "Err:502", "###"]  # fmt: skip
NOTHING = ["n/a", "N.A.", "NA", "None", "null", "NIL", "-", "--", "—", "TBD", "unknown", "?", "??",
           ".", "not applicable", "n / a", "NaN", "…", "\u00a0-\u00a0", "#"]  # fmt: skip
NAMES = ["Null Hardware", "Nil's Boats", "Unknown Worlds", "#1 Auto Parts", "84 Lumber", "3M",
         "None Such Farm", "N.A. Tool", "Keel"]  # fmt: skip


@pytest.mark.parametrize("words", ERRORS)
def test_an_error_value_is_told(words: str) -> None:
    assert is_error(words)


@pytest.mark.parametrize("words", NOTHING)
def test_a_word_or_sign_for_none_is_told(words: str) -> None:
    assert means_nothing(words)
    assert means_no_owner(words)


@pytest.mark.parametrize("words", NAMES)
def test_a_name_is_a_name(words: str) -> None:
    assert is_name(words)
    assert not is_error(words)
    assert not means_nothing(words)
    assert not means_no_owner(words)
    assert not points_elsewhere(words)


@pytest.mark.parametrize("words", ["no", "0", "0.0", "Self", "Independent", "Privately-held"])
def test_of_an_owner_more_words_name_nobody(words: str) -> None:
    assert means_no_owner(words)


@pytest.mark.parametrize("words", ["same", "Ditto", '"', "see above", "yes"])
def test_a_word_that_points_at_another_cell_is_no_owner(words: str) -> None:
    assert points_elsewhere(words)


def test_an_empty_cell_says_nothing_at_all() -> None:
    assert not means_nothing("  ")
