"""Settings of the workspace, all from the environment; reading them touches nothing.

SECTORAL_EDITION      the edition's folder; empty = the pages say how to choose one
SECTORAL_HOME         where the database and the secret key live (see home.py)
SECTORAL_HOSTS        names this server answers to, joined by commas
SECTORAL_ORIGINS      origins that may send forms when behind a proxy, joined by commas
SECTORAL_HTTPS        "1" behind https: secure cookies, strict transport
SECTORAL_SECRET_KEY   overrides the kept key
SECTORAL_DATABASE     a PostgreSQL server: postgresql://name:password@host:port/database;
                      empty = SQLite in SECTORAL_HOME (see databases.py)
SECTORAL_TIMEZONE     the time zone the pages speak in, such as America/Denver
SECTORAL_DEMO         "1" in the demo only: one click signs in as each role
SECTORAL_MAIL         the mail server: smtp://name:password@host:port (smtps:// for TLS);
                      empty = messages wait in the outbox
SECTORAL_MAIL_FROM    the address that messages come from
SECTORAL_OIDC         an OpenID Connect provider: its issuer address, with SECTORAL_OIDC_NAME,
                      SECTORAL_OIDC_CLIENT and SECTORAL_OIDC_SECRET beside it
"""

import os

from csp.constants import NONE, SELF

from sectoral.workspace.databases import database
from sectoral.workspace.home import home, secret_key


def _listed(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


SECTORAL_HOME = home()
SECTORAL_EDITION = os.environ.get("SECTORAL_EDITION", "")
SECTORAL_DEMO = os.environ.get("SECTORAL_DEMO") == "1"

DEBUG = False
SECRET_KEY = secret_key(SECTORAL_HOME)
ALLOWED_HOSTS = _listed("SECTORAL_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("SECTORAL_ORIGINS")
ROOT_URLCONF = "sectoral.workspace.urls"
WSGI_APPLICATION = "sectoral.workspace.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sectoral.workspace",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sectoral.workspace.headers.permissions_policy",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sectoral.workspace.masthead.masthead",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("SECTORAL_DATABASE", ""), SECTORAL_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── accounts ──────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "workspace.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "sectoral.workspace.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "state"
ACCOUNT_LOGOUT_REDIRECT_URL = "state"

# ── security ──────────────────────────────────────────────────────────────────────────────

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = os.environ.get("SECTORAL_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# ── files and language ────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sectoral.workspace.versioned.VersionedStatic"},
}
LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("SECTORAL_TIMEZONE", "America/Denver")
