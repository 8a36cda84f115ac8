"""What a person typed, looked at once on its way into an action, whatever door it came by.

By who reads a field, and who writes in it, three things are looked for:

    marks of a person   in every text: it is refused, and the refusal never repeats them (S12)
    an offer            in what companies read, from whoever sits for a partner: it is refused,
                        but for a message about an open solution, which waits for the convener
                        (S1, I5); a name holds no link or price, whoever gives it
    talk of pay         in what companies read, from anybody: the writer is told first, and may
                        send it all the same; then it waits for the convener (S9)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sectoral.workspace.acts.fields.basic import ActField, TextSort, texts_in
from sectoral.workspace.models import Seat, Solution
from sectoral.workspace.queries.roles import Sitting, role_of_seat
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from sectoral.workspace.rules.wording.offers import brought_offers, find_offers
from sectoral.workspace.rules.wording.text import (
    TextFinding,
    find_antitrust,
    may_be_called,
    may_keep,
    said_of,
)

_PARTNERS = frozenset({PartnershipRole.PUBLIC, PartnershipRole.LABOR})


class UnfitTexts(Refused):
    """Texts that cannot stand: each field's sentence says what is wrong and how to mend it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


@dataclass(frozen=True, slots=True)
class TextDoubt:
    """Words in one field that companies must not settle together (S9)."""

    field: ActField
    finding: TextFinding

    def __str__(self) -> str:
        return f"“{self.finding.found}” ({self.finding.why})"


class DoubtfulTexts(Refused):
    """Texts to think about once more: nothing was done yet, and it may be sent all the same.

    mark     what says that its sender has read this: sent along, it goes through
    fields   each field with the sentence for it
    """

    def __init__(self, doubts: Iterable[TextDoubt]) -> None:
        self.doubts = tuple(doubts)
        self.mark = _doubts_mark(self.doubts)
        self.fields = {
            doubt.field.name: _doubt_sentence(doubt.field, self.doubts) for doubt in self.doubts
        }
        super().__init__(
            f"Nothing was sent yet. {' '.join(self.fields.values())} Competing companies must "
            "not agree on pay, hiring, prices or markets. Change the words, or send them as "
            "they are. Then the convener reviews them."
        )


def _doubt_sentence(field: ActField, doubts: Iterable[TextDoubt]) -> str:
    words = ", ".join(dict.fromkeys(str(one) for one in doubts if one.field is field))
    return f"“{field.label}” mentions {words}."


def words_of(doubts: Iterable[TextDoubt]) -> str:
    """The words that were found, each with why it is looked at."""
    return ", ".join(dict.fromkeys(map(str, doubts)))


def _doubts_mark(doubts: Iterable[TextDoubt]) -> str:
    words = sorted({f"{one.field.name}\n{one.finding.found.casefold()}" for one in doubts})
    return sha256("\n".join(words).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ActInput:
    """What somebody typed into the fields of an act, and in which place.

    permission  the line of `PERMISSIONS` by which the person does it
    thing   what it is done to
    held    whether an offer in it waits for the convener, so that it need not be refused
    """

    fields: tuple[ActField, ...]
    cleaned: Mapping[str, Any]
    permission: str
    sitting: Sitting
    thing: Any
    held: bool = False

    def texts(self) -> Iterator[tuple[ActField, str]]:
        """Every text that was typed, with its field."""
        for field in self.fields:
            if field.readers is not None:
                for text in texts_in(self.cleaned.get(field.name)):
                    yield field, text

    def doubtful(self, doubts: Iterable[TextDoubt]) -> str:
        """The texts that hold the words, each under what its field is called."""
        named = {doubt.field.name for doubt in doubts}
        return "\n\n".join(
            f"{field.label}\n{text}" for field, text in self.texts() if field.name in named
        )

    @property
    def of_partner(self) -> bool:
        """Whether it is written for a seat that listens: a public, labor or community partner's.

        A convener who also sits for a partner writes for it where the act asks for its seat.
        """
        for row in (self.cleaned.get("seat"), self.thing, getattr(self.thing, "seat", None)):
            if isinstance(row, Seat) and row in self.sitting.seats:
                return role_of_seat(row) in _PARTNERS
        roles = self.sitting.roles - {PartnershipRole.VISITOR}
        if self.permission:
            roles &= set(PERMISSION_OF[self.permission].roles)
        return bool(roles) and roles <= _PARTNERS

    @property
    def for_solution(self) -> bool:
        """Whether it is about a solution: there one says what one brings."""
        near = (self.thing, self.cleaned.get("solution"), getattr(self.thing, "solution", None))
        return any(isinstance(row, Solution) for row in near)


def check_texts(writing: ActInput, *, anyway: str = "") -> tuple[TextDoubt, ...]:
    """Look at every text that was typed, before anything is done with it.

    Takes    anyway: the mark of the doubts that the writer has read and sends all the same.
    Returns  the doubts that were sent all the same, for the convener.
    Raises   Unfit for what cannot stand; Doubtful for what the writer has not been told yet.
    """
    unfit: dict[str, str] = {}
    for field, text in writing.texts():
        if sentence := _why_unfit(writing, field, text):
            unfit.setdefault(field.name, sentence)
    if unfit:
        raise UnfitTexts(unfit)
    doubts = tuple(
        TextDoubt(field, finding)
        for field, text in writing.texts()
        if field.readers and field.readers.reach_companies and field.sort is not TextSort.ADDRESS
        for finding in find_antitrust(text)
    )
    if doubts and anyway != _doubts_mark(doubts):
        raise DoubtfulTexts(doubts)
    return doubts


def _why_unfit(writing: ActInput, field: ActField, text: str) -> str:
    kept = may_be_called(text) if field.sort is TextSort.NAME else may_keep(text)
    if not kept:
        return kept.reason
    if field.readers is None or not field.readers.reach_companies or writing.held:
        return ""
    if field.sort is TextSort.ADDRESS or not writing.of_partner:
        return ""
    brings = field.sort is TextSort.BROUGHT and writing.for_solution
    seen = brought_offers(text) if brings else find_offers(text)
    if not seen:
        return ""
    return (
        f"Companies read this, so it must not offer anything. Yours contains {said_of(seen)}. "
        "Remove it. Offers belong in a message about an open solution, which the convener "
        "reads first."
    )
