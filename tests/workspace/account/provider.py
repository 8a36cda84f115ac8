"""A real OpenID Connect provider on loopback: django-allauth's, as a Django project of one file.

`python -m tests.workspace.account.provider FOLDER PORT CALLBACK…` serves until it is killed. Its
people sign in by password: ana (verified address of Keel & Sons' person), eve (an address that
nobody here has), mel (an address of ours that the provider has not verified). What it is ordered
to do amiss is in `hostile.py`.
"""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from tests.workspace.account import hostile

CLIENT, SECRET, PASSWORD = "sectoral", "between us two", "a quiet harbour"
PEOPLE = {
    "ana": ("keel@quayland.example", True),
    "eve": ("eve@elsewhere.example", True),
    "mel": ("rope@quayland.example", False),
}


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    hostile.own(key)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    settings.configure(
        SECRET_KEY="of the provider",  # noqa: S106  (a test's)
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF=__name__,
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "tests.workspace.account.hostile.Orders",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        LOGIN_URL="account_login",
        ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_PRIVATE_KEY=pem.decode("ascii"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # a test has no time
        USE_TZ=True,
    )
    django.setup()


def people(*callbacks: str) -> None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415  (after the settings)
    from allauth.idp.oidc.models import Client  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Client.objects.create(
        id=CLIENT,
        secret=make_password(SECRET),
        name="Sectoral",
        scopes="openid\nprofile\nemail",
        redirect_uris="\n".join(callbacks),
        skip_consent=True,
    )
    for name, (email, verified) in PEOPLE.items():
        person = User.objects.create_user(name, email, PASSWORD)
        EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def main(folder: Path, port: int, *callbacks: str) -> None:
    configure(folder)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from django.urls import include, path  # noqa: PLC0415

    global urlpatterns  # noqa: PLW0603  (Django reads it from this module)
    urlpatterns = [
        path("", include("allauth.idp.urls")),
        path("accounts/", include("allauth.urls")),
    ]
    people(*callbacks)
    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet) as door:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        door.serve_forever()


urlpatterns: list[object] = []

if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
