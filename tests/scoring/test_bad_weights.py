"""A list of weights or thresholds that cannot be read is refused in one sentence."""

from pathlib import Path

import pytest

from sectoral.errors import BadInput
from sectoral.scoring.thresholds import default_thresholds, read_thresholds
from sectoral.scoring.weights import read_weights

HEAD = "criterion,weight,worst,best,scale\n"
KNOWN = ("jobs", "lq", "pay_premium")
ROWS = """critical,60,60
promising,50,50
least_lq,1,1
least_share,5,5
least_workplaces,10,5
least_settled,50,50
least_covered,75,75
least_known,60,60
workplaces_for_a_table,30,12
"""
LIMITS = "threshold,metropolitan,rural\n" + ROWS


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "weights.csv, row 1, column 'criterion': expected the columns"),
        ("criterion,weight\nlq,1\n", "weights.csv, row 1, column 'worst': expected the columns"),
        (HEAD + "lqq,1,0,1,linear\n", "row 2, column 'criterion': expected one of jobs, lq, pay"),
        (HEAD + "lq,1,0,1,linear\nlq,1,0,1,linear\n", "row 3, column 'criterion': expected a crit"),
        (HEAD + "lq,one,0,1,linear\n", "column 'weight': expected a number; found 'one'"),
        (HEAD + "lq,1,,1,linear\n", "column 'worst': expected a number; found ''"),
        (HEAD + "lq,1\n", "column 'worst': expected a number; found ''"),
        (HEAD + "lq,nan,0,1,linear\n", "column 'weight': expected a number; found 'nan'"),
        (HEAD + "lq,-1,0,1,linear\n", "column 'weight': expected 0 or more; found -1"),
        (HEAD + "lq,1,2,2,linear\n", "column 'best': expected a number other than 'worst'"),
        (HEAD + "lq,1,0,2,log\n", "column 'worst': expected a number above 0 on a log scale"),
        (HEAD + "lq,1,1,-2,log\n", "column 'best': expected a number other than 'worst', and abo"),
        (HEAD + "lq,1,0,1,curved\n", "column 'scale': expected 'linear' or 'log'; found 'curved'"),
        (HEAD + "lq,0,0,1,linear\n", "column 'weight': expected weights that sum to more than 0"),
        (HEAD, "column 'weight': expected weights that sum to more than 0; found 0"),
    ],
)
def test_weights_that_cannot_be_read_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "weights.csv"
    file.write_text(text)
    with pytest.raises(BadInput) as refusal:
        read_weights(file, KNOWN)
    assert sentence in str(refusal.value)
    assert "To mend:" in str(refusal.value)


def test_weights_are_put_to_a_hundred_per_cent(tmp_path: Path) -> None:
    file = tmp_path / "weights.csv"
    file.write_text(HEAD + "lq,3,0.5,2,log\npay_premium,1,50,-50,linear\n")
    assert [c.weight for c in read_weights(file, KNOWN)] == [75.0, 25.0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LIMITS.replace(",rural", ""), "row 1, column 'rural': expected the columns threshold"),
        (LIMITS + "criticall,60,60\n", "row 11, column 'threshold': expected one of critical"),
        (LIMITS + "critical,60,60\n", "row 11, column 'threshold': expected a threshold that st"),
        (LIMITS.replace("critical,60,60", "critical,60,sixty"), "row 2, column 'rural': expected"),
        (LIMITS.replace("critical,60,60", "critical,160,60"), "expected a number from 0 to 100"),
        (LIMITS.replace("workplaces,10,5", "workplaces,-1,5"), "expected a number of 0 or more"),
        (LIMITS.replace("least_known,60,60\n", ""), "found none for least_known"),
        (LIMITS.replace("promising,50,50", "promising,50,70"), "found 70 above 60"),
    ],
)
def test_thresholds_that_cannot_be_read_are_refused(
    tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "thresholds.csv"
    file.write_text(text)
    with pytest.raises(BadInput) as refusal:
        read_thresholds(file)
    assert sentence in str(refusal.value)


def test_the_shipped_thresholds_are_told_by_kind_of_region() -> None:
    limits = {row["threshold"]: row for row in default_thresholds().rows()}
    least = {"threshold": "least_workplaces", "metropolitan": 10.0, "rural": 5.0}
    assert limits["least_workplaces"] == least
