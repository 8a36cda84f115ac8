"""What is secret is read by those whom the rules name, at every channel, and by nobody else."""

import re
from dataclasses import replace

import pytest

from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from tests.workspace.channels.doors import held, of
from tests.workspace.channels.partnership import SIGNED, STAFF, Full, full
from tests.workspace.channels.reading import FILLED, MORE, Read, all_read, patterns, plain
from tests.workspace.channels.secrets import SECRETS, Secret

READERS = (*PartnershipRole, SIGNED, STAFF, "sail", "college")
WORDS = ["Quandril", "Vexillam", "Ombrelle", "Brulyante", "Sombrale", "Fennimore", "Grimlaise"]

_read: dict[str, Read] = {}


@pytest.fixture
def reads(db: None) -> dict[str, Read]:
    """What each reader can read: read once, for all of the secrets."""
    if not _read:
        table = full()
        _read.update({who: all_read(table, who, WORDS) for who in READERS})
    return _read


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: secret.name)
def test_a_secret_is_read_by_those_it_is_for_and_by_nobody_else(
    reads: dict[str, Read], secret: Secret
) -> None:
    leaks, unread = {}, []
    for who, read in reads.items():
        places = read.where(secret.found_in, secret.among)
        if places and not secret.is_for(who):
            leaks[who] = places
        if secret.shown and not places and secret.is_for(who):
            unread.append(who)
    assert leaks == {}
    assert unread == []


def test_nobody_reads_a_way_in_of_somebody_else(table: Full, reads: dict[str, Read]) -> None:
    for who, read in reads.items():
        for way_in in table.ways_in:
            places = read.where(lambda text, way_in=way_in: way_in in text, lambda _: True)  # type: ignore[misc]
            assert places == [], who


def test_a_superuser_reads_what_anybody_with_an_account_reads(reads: dict[str, Read]) -> None:
    plain, super_ = reads[SIGNED], reads[STAFF]
    assert plain.status == super_.status
    for address, text in plain.text.items():
        assert _words(text, "nobody") == _words(super_.text[address], "super"), address


def _words(text: str, name: str) -> list[str]:
    """A page's words without what differs for any two people: tokens, and one's own address."""
    text = re.sub(r"tokens/\d+", "tokens", text.replace(f"{name}@quayland.example", "me"))
    return [word for word in text.split() if "csrfmiddlewaretoken" not in word and len(word) < 60]


def test_nothing_answers_with_an_error(reads: dict[str, Read]) -> None:
    for who, read in reads.items():
        assert {a: s for a, s in read.status.items() if s >= 500} == {}, who


def test_every_address_is_read_or_says_what_to_fill_in() -> None:
    wanting = {name for name, places in patterns().items() if places}
    assert wanting == set(FILLED)
    assert set(MORE) <= set(patterns())


def test_a_rule_that_was_opened_too_far_would_be_seen(
    table: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The draft is on the page of a public partner once the rule lets everybody read drafts.
    address = f"/partnerships/{table.slug}/needs/"
    draft = next(secret for secret in SECRETS if secret.name == "a draft")
    browser = of(table.people[PartnershipRole.PUBLIC], held(PartnershipRole.PUBLIC)).browser
    assert not draft.found_in(plain(browser.get(address)))
    wide = replace(PERMISSION_OF["see_unreleased_needs"], roles=tuple(PartnershipRole))
    monkeypatch.setitem(PERMISSION_OF, "see_unreleased_needs", wide)
    assert draft.found_in(plain(browser.get(address)))
