"""The doctor says what is set, what is missing and what does not answer."""

from pathlib import Path

from tests.workspace.operations.conftest import Installation


def test_a_whole_workspace_is_found_so(installation: Installation) -> None:
    told = installation.done("doctor")
    states = {line.split()[1].rstrip(":"): line.split()[0] for line in told.splitlines()}
    assert {states[part] for part in ("Folder", "Key", "Database", "Changes", "Disk")} == {"ok"}
    assert "no mail server is named" in told
    assert "they never ran here" in told


def test_what_does_not_answer_is_named_and_the_rest_is_looked_at_all_the_same(
    installation: Installation, tmp_path: Path
) -> None:
    away = "postgresql://nobody@127.0.0.1:9/none"
    ended = installation.run(
        "doctor",
        "--letter",
        "ana@state.example",
        SECTORAL_DATABASE=away,
        SECTORAL_EDITION=str(tmp_path / "none"),
        SECTORAL_MAIL="smtp://127.0.0.1:9",
        SECTORAL_MAIL_FROM="table@state.example",
    )
    assert ended.returncode == 1
    wrong = [line for line in ended.stdout.splitlines() if line.startswith("WRONG")]
    assert any("Database: " in line and "does not answer" in line for line in wrong)
    assert any("Edition: " in line for line in wrong)
    assert any("Test letter: not sent" in line for line in wrong)
    assert "ok     Disk" in ended.stdout
    assert "Traceback" not in ended.stderr
    assert "password" not in ended.stdout


def test_a_key_that_is_gone_is_wrong(installation: Installation) -> None:
    (installation.home / "secret-key").write_text("another")
    assert "WRONG  Key: a key that this database was used with" in installation.run("doctor").stdout
