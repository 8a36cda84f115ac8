"""Codes that somebody names, held against the official lists and the edition that is shown."""

from collections.abc import Iterable

from sectoral.codes import wrong_county, wrong_industry
from sectoral.workspace.evidence.facts import current
from sectoral.workspace.rules.answers import YES, Answer, first_no


def known_industries(codes: Iterable[str]) -> Answer:
    """Whether every code is an industry of NAICS 2022, or one of the edition's own (I16)."""
    facts = current()
    also = facts.industries if facts else frozenset()
    return _first(wrong_industry(code, also) for code in codes)


def known_counties(areas: Iterable[str]) -> Answer:
    """Whether every code is a county, in the vintage that the edition shown counts by (I16)."""
    facts = current()
    also = facts.areas if facts else frozenset()
    invented = facts is None or facts.invented
    return _first(wrong_county(area, also, invented=invented) for area in areas)


def known_codes(naics: Iterable[str], areas: Iterable[str]) -> Answer:
    """Whether every industry and every county exists."""
    return first_no(known_industries(naics), known_counties(areas))


def _first(wrongs: Iterable[str]) -> Answer:
    wrong = next((wrong for wrong in wrongs if wrong), "")
    return Answer(wrong) if wrong else YES
