"""What is wrong with a form is said in our words, never in a library's."""

import re

import pytest
from django import forms
from django.test import Client

from sectoral.workspace.acts.fields.error_words import speak_plainly
from tests.workspace.partnership.world import World


def errors_of(field: forms.Field, typed: str) -> list[str]:
    form = forms.Form({"it": typed})
    form.fields["it"] = speak_plainly(field)
    return [str(words) for words in form.errors["it"]]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(), "", "Fill this in."),
        (
            forms.CharField(max_length=3),
            "four",
            "This is too long: 3 characters fit, and you wrote 4.",
        ),
        (forms.IntegerField(), "many", "Write a whole number, such as 12."),
        (forms.IntegerField(min_value=1), "0", "This has to be at least 1."),
        (forms.DateField(), "soon", "Choose a day, or write it as 03/14/2027."),
        (forms.BooleanField(), "", "Tick this box to go on."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Choose one."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "This choice is no longer there. Choose another one.",
        ),
    ],
)
def test_each_kind_of_field_says_what_to_do(field: forms.Field, typed: str, words: str) -> None:
    assert errors_of(field, typed) == [words]


def test_what_was_written_for_one_field_stays() -> None:
    field = forms.CharField(error_messages={"required": "Say what the companies need."})
    assert errors_of(field, "") == ["Say what the companies need."]


@pytest.mark.django_db
def test_an_act_that_is_sent_empty_says_so_in_these_words_tied_to_the_field(world: World) -> None:
    client = Client()
    client.force_login(world.state)
    answer = client.post("/act/state.add_person/", {})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Not sent yet: " in page
    assert "Fill this in." in page
    field = re.search(r'aria-describedby="([^"]*_error)"', page)
    assert field
    assert f'id="{field[1].split()[-1]}"' in page
    assert "This field is required" not in page
