"""Labels of files in words for readers who do not know the files."""

import pytest

from sectoral.workspace.evidence.labels import agreement_words, partition_title, plain_vintage


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ers 1990", "USDA commuting zones 1990"),
        ("fowler 2020", "commuting zones 2020 (Fowler)"),
        ("zones", "the regions drawn here"),
        ("The state's twelve districts", "The state's twelve districts"),
    ],
)
def test_a_partition_is_named_as_its_makers_name_it(name: str, words: str) -> None:
    assert partition_title(name) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1.0, "the same"), (0.95, "nearly the same"), (0.577, "partly alike"), (0.1, "little alike")],
)
def test_agreement_is_said_in_words(number: float, words: str) -> None:
    assert agreement_words(number) == words


def test_only_connecticut_reads_of_connecticut() -> None:
    vintage = "2016-2020 assumed; Connecticut in its planning regions"
    assert plain_vintage(vintage, "CO") == "2016-2020 assumed"
    assert plain_vintage(vintage, "CT") == vintage
    assert plain_vintage("no county of Connecticut", "CO") == "not stated"
    assert plain_vintage("Connecticut before 2022; 2021, mid-March", "CO") == "2021, mid-March"
    assert plain_vintage("", "CO") == ""
