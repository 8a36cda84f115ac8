"""The words explained: the evidence's and the table's, each under an address of its own."""

from django.test import Client

from sectoral.workspace.evidence.words import WORDS
from sectoral.workspace.presenters.words import AT_THE_TABLE
from tests.workspace.pages.reading import words


def test_each_word_stands_once_and_links_find_it() -> None:
    every = (*WORDS, *AT_THE_TABLE)
    assert len({word.anchor for word in every}) == len(every)
    page = Client().get("/about/words/").content.decode()
    for word in every:
        assert f'id="{word.anchor}"' in page
        assert f"{word.word} {word.meaning}" in words(page)
