"""Codes that somebody names, held against the official lists and the edition that is shown."""

from collections.abc import Iterable

from sectoral.codes import wrong_county, wrong_industry
from sectoral.workspace.evidence.facts import current_facts
from sectoral.workspace.rules.answers import YES, Ruling, first_no


def known_industries(codes: Iterable[str]) -> Ruling:
    """Whether every code is an industry of NAICS 2022, or one of the edition's own (I16)."""
    facts = current_facts()
    also = facts.industries if facts else frozenset()
    return _first_wrong(wrong_industry(code, also) for code in codes)


def known_counties(areas: Iterable[str]) -> Ruling:
    """Whether every code is a county, in the vintage that the edition shown counts by (I16)."""
    facts = current_facts()
    also = facts.areas if facts else frozenset()
    invented = facts is None or facts.invented
    return _first_wrong(wrong_county(area, also, invented=invented) for area in areas)


def known_codes(naics: Iterable[str], areas: Iterable[str]) -> Ruling:
    """Whether every industry and every county exists."""
    return first_no(known_industries(naics), known_counties(areas))


def _first_wrong(wrongs: Iterable[str]) -> Ruling:
    wrong = next((wrong for wrong in wrongs if wrong), "")
    return Ruling(wrong) if wrong else YES
