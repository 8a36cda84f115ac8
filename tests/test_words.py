"""Every sentence that people read is collected, and uses no word that we do not say."""

import re
from pathlib import Path

from tests.words import collect_sentences, programs, sentence, templates

SENTENCES = collect_sentences()
GLOSSARY = (sentence.ROOT / "docs/glossary.md").read_text(encoding="utf-8")
NOT_SAID = sorted(
    words.strip()
    for row in re.findall(r"(?m)^\| ([^|*]+) \| [^|]+ \|$", GLOSSARY.partition("## We do not")[2])
    for words in row.split(";")
    if row not in ("we do not say", "---")
)
"""The words of the glossary's last table."""

LATER = ("triggers/", "docs/", "models/")
"""Triggers and labels live in migrations, which are never rewritten; docs are read apart."""

_DATA = ("explore with neighbour", "union|labor|labour")
"""A value in tables of editions, and what is looked for in a name."""

READ = [
    one
    for one in SENTENCES
    if not any(part in one.file for part in LATER) and not one.text.startswith(_DATA)
]
_SLIPS = re.compile(r"[^.]\.\.(?!\.)|[a-z,]  [a-z]")


def test_every_place_where_people_read_is_collected() -> None:
    assert {one.place for one in SENTENCES} == set(sentence.PLACES)


def test_a_sentence_of_python_is_found_with_its_slots_and_its_line(tmp_path: Path) -> None:
    code = '''"""Nobody but programmers reads this."""
def refuse(days):
    """Nor this."""
    key = "no_words_here"
    return Ruling(f"Wait {days} days, "
                  "then ask again.")
'''
    assert _read_python(tmp_path, code) == [(5, "Wait «days» days, then ask again.")]


def test_what_may_stand_in_a_slot_is_found_too(tmp_path: Path) -> None:
    code = "words = f\"It {'is late' if late else 'went well'} now.\""
    found = [text for _, text in _read_python(tmp_path, code)]
    assert found[1:] == ["is late", "went well"]


def test_a_template_is_read_as_its_reader_does(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "{# for us #}{% comment %}for us\ntoo{% endcomment %}\n"
        "<p>Ask <a href='x'>the {{ who }}</a>\n again{% if late %}, soon{% else %}.{% endif %}</p>"
        "<input aria-label='Your name'><svg><text>none</text></svg>"
    )
    found = [(one.line, one.text) for one in templates.read_template(page, root=tmp_path)]
    assert found == [(3, "Ask the «who» again‹, soon|.›"), (4, "Your name")]


def test_no_sentence_uses_a_word_that_we_do_not_say() -> None:
    assert _old_words(READ) == []


def test_no_sentence_has_two_full_stops_or_two_spaces() -> None:
    read = [one for one in READ if one.place not in ("API", "command")]
    assert [str(one) for one in read if _SLIPS.search(_bare(one))] == []


def test_the_search_for_old_words_finds_one_and_leaves_what_is_inside_a_slot() -> None:
    planted = [
        sentence.ReadSentence("page", "a.py", 1, text)
        for text in ("Ask whoever knows.", "About 3 per cent", "«licence» is new", "Ask anyone.")
    ]
    assert [words for words, _ in _old_words(planted)] == ["per cent", "whoever"]
    assert _SLIPS.search("It is late.. Ask.")
    assert _SLIPS.search("It is late,  ask")
    assert not _SLIPS.search("Wait … then ask. Or not.")


def _old_words(read: list[sentence.ReadSentence]) -> list[tuple[str, str]]:
    return [
        (words, str(one))
        for words in NOT_SAID
        for one in read
        if re.search(rf"\b{re.escape(words)}(?!\w)", _bare(one), re.IGNORECASE)
    ]


def _bare(one: sentence.ReadSentence) -> str:
    """A sentence without what a program puts into it."""
    return re.sub(r"«[^»]*»", "«»", one.text)


def _read_python(folder: Path, code: str) -> list[tuple[int, str]]:
    path = folder / "module.py"
    path.write_text(code)
    return [(one.line, one.text) for one in programs.read_file(path, root=folder)]
