"""Django's settings, made from a home and, where there is one, a database URL."""

import secrets
from pathlib import Path
from typing import Any

import dj_database_url
import django
from django.conf import settings

from sync.hub.home import Home

DATABASE_URL = "TRAM_DATABASE_URL"
_HERE = Path(__file__).parent
_SQLITE_OPTIONS = {
    # A deferred transaction that reads and then writes fails at once beside another writer.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
_YEAR_S = 365 * 24 * 3600


def configure(home: Home, database_url: str | None) -> None:
    """Makes Django ready, once a process, for the hub at `home`."""
    settings.configure(**settings_of(home, database_url))
    django.setup()


def settings_of(home: Home, database_url: str | None) -> dict[str, Any]:
    return {
        "SECRET_KEY": _secret_of(home),
        "DATABASES": {"default": database_of(home, database_url)},
        "ALLOWED_HOSTS": ["*"],
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "sync.hub.apps.HubConfig",
        ],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LOGGING_CONFIG": None,
        **_PAGES,
        **_SECURITY,
    }


def _secret_of(home: Home) -> str:
    """A hub that is not made yet signs nothing that has to last."""
    return home.secret.read_text() if home.secret.exists() else secrets.token_urlsafe()


def database_of(home: Home, database_url: str | None) -> dict[str, Any]:
    """The entry of Django's DATABASES: SQLite in the home, or what the URL names."""
    if database_url is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home.database,
            "OPTIONS": _SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    parsed = dj_database_url.parse(database_url, conn_max_age=600, conn_health_checks=True)
    return dict(parsed)


_PAGES: dict[str, Any] = {
    "ROOT_URLCONF": "sync.hub.urls",
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "sync.hub.pages.static_files.whole_files",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "sync.hub.pages.language.chosen_language",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "sync.hub.pages.headers.page_headers",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                    "django.contrib.auth.context_processors.auth",
                ],
            },
        }
    ],
    "STATIC_URL": "/static/",
    "WHITENOISE_USE_FINDERS": True,
    "LANGUAGE_CODE": "vi",
    "LANGUAGES": [("vi", "Tiếng Việt"), ("en", "English")],
    "LOCALE_PATHS": [_HERE / "locale"],
    "LOGIN_URL": "sign-in",
    "LOGIN_REDIRECT_URL": "home",
    "LOGOUT_REDIRECT_URL": "sign-in",
}

_SECURITY: dict[str, Any] = {
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_AGE": 12 * 3600,
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_HTTPONLY": True,
    "SECURE_HSTS_SECONDS": _YEAR_S,
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "AUTH_PASSWORD_VALIDATORS": [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 10},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    ],
}
