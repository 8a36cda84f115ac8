"""Every sentence that people read is collected, from wherever it is written."""

from pathlib import Path

from tests.words import collect_sentences, programs, sentence, templates

SENTENCES = collect_sentences()


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


def _read_python(folder: Path, code: str) -> list[tuple[int, str]]:
    path = folder / "module.py"
    path.write_text(code)
    return [(one.line, one.text) for one in programs.read_file(path, root=folder)]
