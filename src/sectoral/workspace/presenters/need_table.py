"""The list of a partnership's needs: what each is about, where it stands, how many stand by it."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from sectoral.workspace.addresses import page_address
from sectoral.workspace.drawings.lists import ListColumn, ListFilter, PageList, rank_of
from sectoral.workspace.drawings.sheets import SheetCell, SheetHeading, state_cell, text_cell
from sectoral.workspace.models import Need
from sectoral.workspace.models.needs import Category
from sectoral.workspace.presenters.need_list import NeedLine

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("draft", "Draft", ("draft",)),
    ("raised", "Raised", ("raised", "clarified")),
    ("shared", "Supported by companies", ("validated",)),
    ("priority", "Priority", ("prioritised",)),
    ("working", "Being worked on", ("in_solution",)),
    ("heard", "Heard", ("released",)),
    ("helped", "Did it help?", ("answered",)),
    ("parked", "Parked", ("parked",)),
    ("answered", "Answered", ("closed",)),
    ("single", "One company's request", ("single",)),
)
"""Where needs stand, in the order of the list: a word of the address, its words, the states."""

_WORDS = {state: words for _, words, states in GROUPS for state in states}
_STATES = {key: states for key, _, states in GROUPS}
_RANK = Case(
    *(When(state__in=states, then=Value(place)) for place, (_, _, states) in enumerate(GROUPS)),
    output_field=IntegerField(),
)
SHOWN_WORDS = 24


def _title_cell(line: NeedLine) -> SheetCell:
    """The title as this reader reads it, with the beginning of the text."""
    words = line.seen.text.split()
    short = " ".join(words[:SHOWN_WORDS]) + (" …" if len(words) > SHOWN_WORDS else "")
    return text_cell(line.seen.title, href=page_address(line.need), note=short)


def _state_cell(line: NeedLine) -> SheetCell:
    return state_cell(f"need-{line.need.state}", _WORDS[line.need.state], note=_own_words(line))


def _own_words(line: NeedLine) -> str:
    """What it has to do with the reader's company."""
    if line.seen.again:
        return (
            "It was reworded after your company supported it. Read it again, and support it "
            "again if you still do."
        )
    if line.seen.state == Need.State.DRAFT and line.seen.own:
        return "Only your company and the convener see it so far."
    return "Your company supports it." if line.seen.stands and not line.seen.own else ""


def _companies_cell(line: NeedLine) -> object:
    return None if line.seen.state == Need.State.DRAFT else line.seen.companies


def _of_group(rows: QuerySet[Need], key: str) -> QuerySet[Need]:
    return rows.filter(state__in=_STATES[key])


# Nothing is sorted by what not every reader may know: who raised a need, and its words now (S23).
NEEDS: PageList[NeedLine] = PageList(
    name="needs",
    things=("need", "needs"),
    caption="Needs",
    columns=(
        ListColumn("title", "Need", _title_cell),
        ListColumn(
            "number", SheetHeading("No.", number=True), lambda line: line.need.pk, sort=("pk",)
        ),
        ListColumn(
            "about",
            "About",
            lambda line: line.need.get_category_display(),
            sort=(rank_of("category", Category.values),),
        ),
        ListColumn("state", "Status", _state_cell, sort=(_RANK,)),
        ListColumn(
            "raised_by",
            "Raised by",
            lambda line: "your company" if line.seen.own else line.seen.raised_by,
        ),
        ListColumn("companies", SheetHeading("Companies behind it", number=True), _companies_cell),
        ListColumn(
            "heard",
            "Heard since",
            lambda line: line.seen.released_at.date() if line.seen.released_at else None,
            sort=("released_at",),
            falls=True,
        ),
    ),
    order=(_RANK, "-created_at"),
    order_words="By where they stand: what companies still have to say something about first.",
    filters=(
        ListFilter(
            "about",
            "About",
            lambda rows, category: rows.filter(category=category),
            tuple((value, str(label).capitalize()) for value, label in Category.choices),
            every="Everything",
        ),
        ListFilter("state", "Status", _of_group, tuple((key, words) for key, words, _ in GROUPS)),
    ),
    empty="There is no need you may read yet. Companies raise them; once released, every partner "
    "reads them here at the same moment.",
    acts="partnership/rows/need.html",
)
