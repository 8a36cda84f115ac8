"""The mail server is read from one address; a wrong one is said at the start."""

import pytest

from sectoral.errors import WrongUse
from sectoral.workspace.environment.mail_server import mail_server


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtps://ana:p%40ss@mail.example", ("mail.example", 465, "ana", "p@ss", True, False)),
        ("smtp+starttls://mail.example:2525", ("mail.example", 2525, "", "", False, True)),
    ],
)
def test_an_address_says_all(address: str, told: tuple[object, ...]) -> None:
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    found = mail_server(address)
    assert tuple(found[f"EMAIL_{name}"] for name in names) == told


def test_no_address_is_no_server() -> None:
    assert mail_server("") == {}


@pytest.mark.parametrize("wrong", ["mail.example:25", "http://mail.example", "smtp://"])
def test_another_address_is_refused_without_its_password(wrong: str) -> None:
    with pytest.raises(WrongUse, match="SECTORAL_MAIL: expected smtp://"):
        mail_server(wrong)


def test_a_service_without_its_extra_or_its_name_is_refused_at_the_start() -> None:
    with pytest.raises(WrongUse, match=r"sectoral\[mail-services\]|that Anymail knows"):
        mail_server("anymail://carrier_pigeon")
