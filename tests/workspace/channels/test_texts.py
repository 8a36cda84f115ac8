"""Every text field of every act, by every role, through page, interface and spreadsheet.

The fields are listed from `ACTS`: a field that is added later is tried without a line more. Four
texts are tried in each: an offer with a price and a link, a number that looks like a Social
Security number, a date of birth, and talk of wages. What becomes of them follows from who reads
the field (`rules/wording/readers.py`) and from who writes; that the readers are declared rightly is
tried in `test_readers.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from sectoral.errors import BadInput
from sectoral.workspace.actions.access import make_token
from sectoral.workspace.actions.people import open_account
from sectoral.workspace.actions.reviews import load_checklist
from sectoral.workspace.acts import ACTS, Act
from sectoral.workspace.acts.fields.ballot import BallotField
from sectoral.workspace.acts.fields.basic import ActField, TextSort
from sectoral.workspace.acts.fields.codes import CodesField
from sectoral.workspace.acts.fields.payers import PayersField
from sectoral.workspace.acts.subjects import UnknownSubject, find_subject
from sectoral.workspace.acts.texts import DoubtfulTexts, UnfitTexts
from sectoral.workspace.checklists import content_of, criteria_of
from sectoral.workspace.imports import runs
from sectoral.workspace.imports.columns import FIELDS, guess_columns
from sectoral.workspace.models import Import, User, WordFlag
from sectoral.workspace.queries.roles import Sitting
from sectoral.workspace.rules.answers import Refused
from sectoral.workspace.rules.permissions import PERMISSION_OF, PartnershipRole
from tests.workspace.api.conftest import caller
from tests.workspace.channels.doors import undone
from tests.workspace.channels.partnership import NOW, Full
from tests.workspace.imports.sheets import as_csv
from tests.workspace.pages.reading import signed_in

OFFER = "A place costs $900: https://college.example/weld"
SSN = "Ask 123-45-6789 about it"
BIRTH = "He was born on April 12, 1987"
WAGES = "Let us agree on wages together"
TEXTS = (OFFER, SSN, BIRTH, WAGES)

REACHED, REFUSED, UNFIT, DOUBTFUL = "reached", "refused", "unfit", "doubtful"
"""What became of it: the action was reached; it is not for this role; the text cannot stand; the
writer was told first."""

FIELDS_OF_TEXT = [(act, field) for act in ACTS for field in act.fields if field.readers]
ABOUT_SOLUTIONS = {"solution.contribute"}
"""Where one says what one brings to a solution, whatever is typed beside it."""

NOT_TYPED = (
    forms.ChoiceField,  # rows as well
    forms.DateField,
    forms.DateTimeField,
    forms.DecimalField,
    forms.IntegerField,
    forms.BooleanField,
    CodesField,
    BallotField,
    PayersField,
)
"""Fields whose answers are checked against a list or are numbers: no text passes through them."""


def known(table: Full, act: Act, who: str) -> Iterator[tuple[Any, Sitting]]:
    """What a person of this role could do it to."""
    yield from _known_to(table, act, table.people.get(who))


def _known_to(table: Full, act: Act, person: Any) -> Iterator[tuple[Any, Sitting]]:
    for thing in table.things.get(act.noun, [None]):
        try:
            yield find_subject(act.noun, thing.pk if thing else None, person, at=NOW)
        except UnknownSubject:
            continue


def planted(field: ActField, text: str) -> Any:
    """The text in a field's answer, however deep."""
    return text if field.schema is str else [{"name": text, "organizations": []}]


def blank(act: Act) -> dict[str, Any]:
    """Nothing in any field."""
    return dict.fromkeys(field.name for field in act.fields)


# ── the law ───────────────────────────────────────────────────────────────────────────────────


def test_every_field_that_takes_a_text_says_who_reads_it(table: Full) -> None:
    silent, spoken = [], []
    for act in ACTS:
        thing = table.things.get(act.noun, [None])[0]
        sitting = Sitting(None, table.heard.world.partnership, NOW, frozenset(), ())
        for field in act.fields:
            drawn = field.make(sitting, thing)
            if field.readers is None and not isinstance(drawn, NOT_TYPED):
                silent.append((act.key, field.name))
            if field.readers is not None and (isinstance(drawn, NOT_TYPED) or not field.label):
                spoken.append((act.key, field.name))
    assert silent == []
    assert spoken == []


def test_whoever_types_is_told_who_will_read_it() -> None:
    for act, field in FIELDS_OF_TEXT:
        assert field.readers is not None
        assert (act.sees or field.readers.words) in act.who_sees, act.key


# ── every role, at the act ────────────────────────────────────────────────────────────────────


def wanted(act: Act, field: ActField, who: str, text: str) -> str:
    """What has to become of a text, by who reads the field and who writes."""
    roles = (
        {PartnershipRole(who), PartnershipRole.EMPLOYER}
        if who == PartnershipRole.CHAMPION
        else {PartnershipRole(who)}
    )
    if who == PartnershipRole.VISITOR or (
        act.permission and not roles & set(PERMISSION_OF[act.permission].roles)
    ):
        return REFUSED
    assert field.readers is not None
    companies = bool({PartnershipRole.EMPLOYER, PartnershipRole.CHAMPION} & field.readers.roles)
    if text in (SSN, BIRTH):
        return UNFIT
    if text == OFFER and field.sort is TextSort.NAME:
        return UNFIT
    if not companies or field.sort is TextSort.ADDRESS:
        return REACHED
    if text == WAGES:
        return DOUBTFUL
    partner = roles <= {PartnershipRole.PUBLIC, PartnershipRole.LABOR}
    return UNFIT if partner and act.key != "partnership.write" else REACHED


def became(act: Act, sitting: Sitting, thing: Any, typed: dict[str, Any], anyway: str = "") -> str:
    """Do it up to its action, which only says that it was reached."""
    heard: list[str] = []
    run = replace(act, run=lambda **_: heard.append(REACHED))
    try:
        run.perform(sitting, thing, typed, anyway=anyway)
    except UnfitTexts as no:
        return "repeated" if any(part in str(no) for part in ("6789", "1987")) else UNFIT
    except DoubtfulTexts as doubt:
        assert heard == []
        # Told once, the same words go through; the mark of others does not help.
        again = "" if anyway else became(act, sitting, thing, typed, doubt.mark)
        wrong = "" if anyway else became(act, sitting, thing, typed, "another mark")
        return DOUBTFUL if anyway or (again, wrong) == (REACHED, DOUBTFUL) else "lost"
    except Refused:
        return REFUSED
    return heard[0]


@pytest.mark.parametrize("who", list(PartnershipRole))
def test_a_text_goes_as_far_as_its_readers_and_its_writer_allow(table: Full, who: str) -> None:
    wrong, tried = [], 0
    for act, field in FIELDS_OF_TEXT:
        for thing, sitting in list(known(table, act, who))[:1]:
            own = {"seat": sitting.seats[0]} if sitting.seats and _asks_seat(act) else {}
            for text in TEXTS:
                typed = {**blank(act), **own, field.name: planted(field, text)}
                with undone():
                    found = became(act, sitting, thing, typed)
                tried += 1
                if found != wanted(act, field, who, text):
                    wrong.append((act.key, field.name, text, found))
    assert wrong == []
    # A visitor is let through to little, whoever was at a table that ended to what names no table.
    assert tried > {PartnershipRole.VISITOR: 0, PartnershipRole.FORMER: 30}.get(
        PartnershipRole(who), 60
    )


def _asks_seat(act: Act) -> bool:
    return any(field.name == "seat" for field in act.fields)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our welding program takes ten people", REACHED),
        ("We provide two trainers on evenings", REACHED),
        (OFFER, UNFIT),
        ("Sign up with us, and get a discount", UNFIT),
    ],
)
@pytest.mark.parametrize("key", ["solution.contribute", "partnership.commit"])
def test_for_a_solution_one_says_what_one_brings_and_sells_nothing(
    table: Full, key: str, text: str, found: str
) -> None:
    act = next(act for act in ACTS if act.key == key)
    thing, sitting = next(known(table, act, PartnershipRole.PUBLIC))
    solution = table.things["solution"][0]
    typed = {**blank(act), "seat": sitting.seats[0], "what": text}
    with undone():
        about = {} if act.key in ABOUT_SOLUTIONS else {"solution": solution}
        assert became(act, sitting, thing, typed | about) == found
        if not about:
            return
        # A promise for no solution, in the listening window say, is no place for one's program.
        assert became(act, sitting, thing, typed) == UNFIT


# ── every field, by the page and by a program ─────────────────────────────────────────────────


def doer(table: Full, act: Act) -> tuple[Any, Any, Sitting] | None:
    """Somebody who may do it to something, and whose form can be filled in."""
    people = [table.people[PartnershipRole.STATE], *table.heard.world.people.values()]
    for person in people:
        for thing, sitting in _known_to(table, act, person):
            if act.may_here(sitting) and not act.lacks(act.form(sitting, thing)):
                return person, thing, sitting
    return None


def filled(act: Act, sitting: Sitting, thing: Any) -> dict[str, Any]:
    """A body that fits the form: the first of each choice, a day to come, plain words."""
    form = act.form(sitting, thing)
    found: dict[str, Any] = {}
    for asked in act.fields:
        drawn = form.fields[asked.name]
        if asked.required or drawn.required:
            found[asked.name] = _answer(drawn)
    return found


def _answer(drawn: forms.Field) -> Any:
    if isinstance(drawn, forms.ChoiceField):
        keys = [key for key, _ in drawn.widget.choices if key]
        return keys[:1] if isinstance(drawn, forms.MultipleChoiceField) else keys[0]
    if isinstance(drawn, CodesField):
        return ["99001"] if drawn.pattern.fullmatch("99001") else ["3366"]
    if isinstance(drawn, forms.IntegerField):
        return str(drawn.min_value or 1)
    fitting = (value for kind, value in _ANSWERS if isinstance(drawn, kind))
    return "336612" if getattr(drawn, "max_length", 99) == 6 else next(fitting, "Words")


_ANSWERS: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.DateTimeField, "2026-12-01T10:00"),
    (forms.DateField, "2026-12-01"),
    (forms.EmailField, "new@quayland.example"),
    (forms.BooleanField, True),
)


NO_ROOM = {TextSort.ADDRESS: "123-45-6789@college.example"}
"""What stands for the number where not every text fits."""


@pytest.mark.parametrize("noun", sorted({act.noun for act, _ in FIELDS_OF_TEXT}))
def test_no_number_of_a_person_passes_a_page_or_a_program(table: Full, noun: str) -> None:
    wrong = []
    for act, field in FIELDS_OF_TEXT:
        if act.noun != noun or field.name in SHORT or act.key in ALONE:
            continue
        found = doer(table, act)
        assert found, act.key
        person, thing, sitting = found
        number = NO_ROOM.get(field.sort, SSN)
        number = f"https://{number}" if field.name == "public_link" else number
        body = filled(act, sitting, thing) | {field.name: number}
        if any(asked.name == "parts" for asked in act.fields):
            body["parts"] = _parts(table, number if field.name == "parts" else "Words")
        browser, program = signed_in(person), caller(person)
        with undone() as rows:
            at = f"{act.key}/{thing.pk}" if thing else act.key
            page = browser.post(f"/act/{at}/", _as_form(body))
            told = program.post(at, body)
            answered = told.json()
        sentence = "The text seems to hold a Social Security number."
        if (
            (page.status_code, told.status_code) != (422, 422)
            or list(answered["fields"]) != [field.name]
            or sentence not in answered["fields"][field.name][0]
            or escape(sentence) not in page.content.decode()
            or escape(number) not in page.content.decode()
            or rows
        ):
            wrong.append((act.key, field.name, page.status_code, answered, rows))
    assert wrong == []


ALONE = {"partnership.propose_merge", "partnership.waive"}
"""What takes a second table: there is none beside this one."""

SHORT = {"naics"}
"""Six letters at most: nothing of a person fits in."""


def _parts(table: Full, name: str) -> list[dict[str, Any]]:
    """Two parts of a split, the second named so."""
    companies = [table.seat(key).organization_id for key in ("keel", "rope")]
    return [
        {"name": "The yards", "organizations": companies[:1]},
        {"name": name, "organizations": companies[1:]},
    ]


def _as_form(body: dict[str, Any]) -> dict[str, Any]:
    """The same as a browser sends it."""
    sent = dict(body)
    for letter, part in zip("ab", sent.pop("parts", ()), strict=False):
        sent[f"parts-{letter}-name"] = part["name"]
        sent |= {f"parts-in-{key}": letter for key in part["organizations"]}
    codes = {"areas", "naics"} & {name for name, value in sent.items() if isinstance(value, list)}
    return sent | {name: ",".join(sent[name]) for name in codes}


@pytest.mark.parametrize("key", ["partnership.draft_need", "meeting.add_item"])
def test_talk_of_wages_is_shown_to_its_writer_and_then_waits_for_the_convener(
    table: Full, key: str
) -> None:
    act = next(act for act in ACTS if act.key == key)
    thing = table.things[act.noun][0]
    person = table.people[PartnershipRole.EMPLOYER]
    _, sitting = find_subject(act.noun, thing.pk, person, at=NOW)
    body = filled(act, sitting, thing) | {"text": WAGES}
    before = WordFlag.objects.count()
    at = f"/act/{key}/{thing.pk}/"
    page = signed_in(person).post(at, _as_form(body))
    text = page.content.decode()
    assert page.status_code == 422
    assert "agree on wages" in text
    assert f"{WAGES}</textarea>" in text or f'value="{WAGES}"' in text
    assert WordFlag.objects.count() == before
    mark = text.split('name="anyway" value="')[1].split('"')[0]
    told = caller(person).post(f"{key}/{thing.pk}", body)
    assert told.status_code == 409
    assert (told.json()["anyway"], list(told.json()["fields"])) == (mark, ["text"])
    assert caller(person).post(f"{key}/{thing.pk}", body | {"anyway": mark}).status_code == 200
    flag = WordFlag.objects.latest("pk")
    assert WordFlag.objects.count() == before + 1
    assert (flag.act, flag.written_by, flag.stands) == (key, person, None)
    convener = signed_in(table.people[PartnershipRole.CONVENER])
    assert f"/partnerships/{table.slug}/flags/" in convener.get("/table/").content.decode()
    shown = convener.get(f"/partnerships/{table.slug}/flags/").content.decode()
    assert WAGES in shown
    done = convener.post(f"/act/flag.let_stand/{flag.pk}/", {"outcome": "Only a quote."})
    assert done.status_code == 302
    flag.refresh_from_db()
    assert (flag.stands, flag.outcome) == (True, "Only a quote.")


# ── every cell ────────────────────────────────────────────────────────────────────────────────

NAMES = {
    ("organizations", "name"),
    ("organizations", "owner"),
    ("contacts", "name"),
    ("partnerships", "name"),
    ("partnerships", "organization"),
    ("partnerships", "person"),
}
"""Cells that become names: of organizations, of people, of partnerships."""


def cells(kind: str) -> list[tuple[str, list[str], list[str]]]:
    """Each column of a kind: its name, the headings, and the example row of our own file."""
    head = [field.label for field in FIELDS[kind]]
    return [(field.name, head, [one.example for one in FIELDS[kind]]) for field in FIELDS[kind]]


@pytest.mark.parametrize("kind", list(Import.Kind))
@pytest.mark.parametrize("text", [SSN, BIRTH])
def test_no_cell_heading_or_file_name_marks_a_person(table: Full, kind: str, text: str) -> None:
    state = signed_in(table.people[PartnershipRole.STATE])
    for number, (name, head, row) in enumerate(cells(kind)):
        other = [*row[:number], text, *row[number + 1 :]]
        data = as_csv([head, other])
        with pytest.raises(BadInput, match=r"nothing that identifies a person"):
            runs.read_table(kind, "a.csv", data, at=NOW, by=table.people[PartnershipRole.STATE])
        if number == 0:
            sent = {"kind": kind, "file": SimpleUploadedFile("a.csv", data)}
            assert state.post("/import/", sent).status_code == 422, name
    _, head, row = cells(kind)[0]
    for file, top in ((f"{text}.csv", head), ("a.csv", [*head[:-1], text])):
        with pytest.raises(BadInput) as no:
            runs.read_table(
                kind, file, as_csv([top, row]), at=NOW, by=table.people[PartnershipRole.STATE]
            )
        assert "6789" not in str(no.value)
    assert not Import.objects.exists()


@pytest.mark.parametrize(("kind", "name"), sorted(NAMES))
def test_a_cell_that_becomes_a_name_sells_nothing_and_speaks_of_no_wages(
    table: Full, kind: str, name: str
) -> None:
    state = table.people[PartnershipRole.STATE]
    for text, wanted_in in ((OFFER, "faults"), (WAGES, "notes")):
        _, head, row = cells(kind)[0]
        # Keel & Sons is registered already: nothing about it would change.
        row = ["Skiff & Co", *row[1:]] if kind == "organizations" else row
        number = [field.name for field in FIELDS[kind]].index(name)
        brought = runs.read_table(
            kind, "a.csv", as_csv([head, [*row[:number], text, *row[number + 1 :]]]),
            at=NOW, by=state,
        )  # fmt: skip
        found = runs.found_in(
            kind, brought, guess_columns(kind, brought.headings), at=NOW, by=state
        )
        said = " ".join(getattr(found, wanted_in))
        assert ("A name holds no link" if text == OFFER else "agree on wages") in said, found


# ── doors of their own ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["Cora 123-45-6789", "Cora www.college.example/weld"])
def test_no_name_of_a_person_holds_a_number_or_a_link_whatever_door_it_comes_by(
    table: Full, name: str
) -> None:
    college = table.people["college"]
    before = str(college)
    assert signed_in(college).post("/account/name/", {"name": name}).status_code == 422
    college.refresh_from_db()
    assert str(college) == before
    (letter,) = [path for path in table.ways_in if len(path) > 30][:1]
    taken_up = Client().post(f"/invited/{letter}/", {"name": name})
    assert taken_up.status_code in (200, 404, 422)
    assert not User.objects.filter(first_name="Cora").exists()
    with pytest.raises(Refused):
        open_account(email="cora@college.example", name=name)


def test_no_name_of_a_token_and_no_checklist_marks_a_person(table: Full) -> None:
    state = table.people[PartnershipRole.STATE]
    with pytest.raises(Refused, match="Social Security number"):
        make_token(name=SSN, scopes=("read",), at=NOW, by=state)
    content = content_of(criteria_of(table.heard.world.partnership))
    content["title"] = SSN
    with pytest.raises(Refused, match="Social Security number"):
        load_checklist(content=content, file="a.json", at=NOW, by=state)
