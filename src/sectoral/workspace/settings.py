"""Settings of the workspace, all from the environment; reading them touches nothing.

SECTORAL_EDITION      the edition's folder; empty = the pages say how to choose one
SECTORAL_HOME         where the database and the secret key live (see home.py)
SECTORAL_HOSTS        names this server answers to, joined by commas
SECTORAL_ORIGINS      origins that may send forms when behind a proxy, joined by commas
SECTORAL_ADDRESS      where people find the pages, such as https://table.example.org, without a
                      path: it stands in letters; empty = the first of the origins, else where
                      this workspace is served now
SECTORAL_HTTPS        "1" behind https: secure cookies, strict transport
SECTORAL_SECRET_KEY   overrides the kept key; several with blanks between: the first one seals, the
                      others still open what they sealed (see docs/running.md)
SECTORAL_DATABASE     a PostgreSQL server: postgresql://name:password@host:port/database;
                      empty = SQLite in SECTORAL_HOME (see databases.py)
SECTORAL_TIMEZONE     the time zone the pages speak in, such as America/Denver
SECTORAL_DEMO         "1" in the demo only: one click signs in as each role
SECTORAL_MAIL         the mail server: smtp://name:password@host:port (smtps:// or
                      smtp+starttls:// for TLS); anymail://postmark and the like for a service,
                      with its ANYMAIL_… beside it; empty = messages wait in the outbox
SECTORAL_MAIL_TOKEN_URL  where tokens for the mail server are given, where it takes no password
                      (XOAUTH2), with SECTORAL_MAIL_CLIENT and, as needed, _SECRET, _SCOPE and
                      _REFRESH beside it (see docs/running.md)
SECTORAL_MAIL_FROM    the address that messages come from
SECTORAL_OIDC         an OpenID Connect provider: its issuer address, with SECTORAL_OIDC_CLIENT and
                      SECTORAL_OIDC_SECRET beside it, and _NAME, _HOSTS, _DOMAINS, _TENANT where
                      they are needed; of several, each is SECTORAL_OIDC_<NAME>_ISSUER with
                      SECTORAL_OIDC_<NAME>_CLIENT and so on (see identity.py, docs/ways-in.md)
SECTORAL_MFA          "0" asks no second factor of those who hold an office of the state; the demo
                      asks none
SECTORAL_LOG          what goes to standard error: "lines" (or empty), "json", or "faults" alone
SECTORAL_PROXIES      how many proxies of yours stand before this server; 1 behind https, else 0
"""

import os
import secrets

from csp.constants import NONE, SELF

from sectoral.workspace.environment.databases import database_settings
from sectoral.workspace.environment.home import home_folder, secret_keys, served_address
from sectoral.workspace.environment.identity import identity_providers
from sectoral.workspace.environment.log_lines import logging_settings
from sectoral.workspace.environment.mail_server import mail_server, service_secrets, token_settings
from sectoral.workspace.environment.origins import address_of, origins_of
from sectoral.workspace.environment.text_face import FOLDER, face_folder, has_face


def _list_setting(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


SECTORAL_HOME = home_folder()
SECTORAL_EDITION = os.environ.get("SECTORAL_EDITION", "")
SECTORAL_DEMO = os.environ.get("SECTORAL_DEMO") == "1"

DEBUG = False
# Before a start has made one, a key that lasts as long as this process: it seals nothing.
SECTORAL_KEYS = secret_keys(SECTORAL_HOME)
SECRET_KEY, *SECRET_KEY_FALLBACKS = SECTORAL_KEYS or (secrets.token_urlsafe(50),)
ALLOWED_HOSTS = _list_setting("SECTORAL_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = origins_of(_list_setting("SECTORAL_ORIGINS"))
SECTORAL_ADDRESS = address_of(
    os.environ.get("SECTORAL_ADDRESS")
    or next(iter(CSRF_TRUSTED_ORIGINS), "")
    or served_address(SECTORAL_HOME)
    or "http://localhost:8000"
)
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
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "sectoral.workspace.middleware.request_log.request_log",
    "sectoral.workspace.middleware.health.health",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sectoral.workspace.middleware.headers.permissions_policy",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sectoral.workspace.middleware.headers.private_answers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sectoral.workspace.middleware.body_limit.body_limit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sectoral.workspace.middleware.second_factor.second_factor",
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
                "sectoral.workspace.middleware.masthead.masthead",
            ],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("SECTORAL_DATABASE", ""), SECTORAL_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Limits on tries and used codes are kept here, one count for all of the server's processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "workspace_tries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

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
ACCOUNT_ADAPTER = "sectoral.workspace.middleware.allauth_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"send_link": "20/m/ip,5/15m/key", "demo": "60/m/ip", "provider": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("SECTORAL_PROXIES") or os.environ.get("SECTORAL_HTTPS") == "1"
)
SECTORAL_MFA = os.environ.get("SECTORAL_MFA", "0" if SECTORAL_DEMO else "1") != "0"
MFA_ADAPTER = "sectoral.workspace.middleware.allauth_adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
SECTORAL_PROVIDERS = identity_providers(os.environ)
SOCIALACCOUNT_ADAPTER = "sectoral.workspace.middleware.allauth_adapters.FromProvider"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_table"
ACCOUNT_LOGOUT_REDIRECT_URL = "state"

# ── mail ──────────────────────────────────────────────────────────────────────────────────

_MAIL = mail_server(os.environ.get("SECTORAL_MAIL", ""))
SECTORAL_MAIL = bool(_MAIL)
_TOKENS = token_settings(os.environ, user=_MAIL.get("EMAIL_HOST_USER", "")) if _MAIL else {}
EMAIL_BACKEND = (_MAIL | _TOKENS).get(
    "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
ANYMAIL = service_secrets(os.environ)
SECTORAL_MAIL_TOKEN_URL = _TOKENS.get("TOKEN_URL", "")
SECTORAL_MAIL_TOKEN_FORM = _TOKENS.get("TOKEN_FORM", {})
EMAIL_HOST = _MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _MAIL.get("EMAIL_TIMEOUT")
DEFAULT_FROM_EMAIL = os.environ.get("SECTORAL_MAIL_FROM") or "Sectoral <sectoral@localhost>"

# ── security ──────────────────────────────────────────────────────────────────────────────

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF, *(it for one in SECTORAL_PROVIDERS for it in one.origins)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "sectoral.workspace.middleware.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sectoral.workspace.views.problems.stale_form"
CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = os.environ.get("SECTORAL_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOGGING = logging_settings(os.environ.get("SECTORAL_LOG", "faults" if SECTORAL_DEMO else ""))

# ── files and language ────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
SECTORAL_FACE = has_face(SECTORAL_HOME)
STATICFILES_DIRS = [(FOLDER, face_folder(SECTORAL_HOME))] if SECTORAL_FACE else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sectoral.workspace.operations.static_files.VersionedStatic"},
}
LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("SECTORAL_TIMEZONE", "America/Denver")
