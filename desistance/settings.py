"""Settings, from the environment only. In production an unsafe one stops the start and says why (``desistance doctor``)."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = os.environ.get("DESISTANCE_MODE", "development") == "production"
DEMONSTRATION = os.environ.get("DESISTANCE_MODE") == "demonstration"
DEBUG = os.environ.get("DESISTANCE_DEBUG") == "1"
DEVELOPMENT_KEY = "development-only-key-that-production-refuses-to-start-with"
SECRET_KEY = os.environ.get("DESISTANCE_SECRET_KEY", DEVELOPMENT_KEY)
ALLOWED_HOSTS = os.environ.get("DESISTANCE_HOSTS", "127.0.0.1,localhost,testserver").split(",")
PARTNERSHIP = os.environ.get("DESISTANCE_PARTNERSHIP", "North East")
TRUSTED_PROXIES = os.environ.get("DESISTANCE_TRUSTED_PROXIES", "")
PROXY_COUNT = int(TRUSTED_PROXIES) if TRUSTED_PROXIES.isdigit() else 0
READ_ONLY = os.environ.get("DESISTANCE_READ_ONLY") == "1"
DATA = Path(os.environ.get("DESISTANCE_DATA", ROOT / "var" / "data"))


def _clock() -> tuple[datetime, datetime] | None:
    """A demonstration's clock: the moment it began at, and the real moment that was (``BEGAN@REAL``, both ISO)."""
    text = os.environ.get("DESISTANCE_CLOCK", "")
    if not text:
        return None
    began, real = text.split("@")
    return datetime.fromisoformat(began), datetime.fromisoformat(real)


CLOCK = _clock()

ROOMS = [
    "desistance.foundation",
    "desistance.audit",
    "desistance.partners",
    "desistance.people",
    "desistance.access",
    "desistance.desk",
    "desistance.history",
    "desistance.casework",
    "desistance.coordination",
    "desistance.restorative",
    "desistance.sentences",
    "desistance.assessment",
    "desistance.schemes",
    "desistance.ingest",
    "desistance.measurement",
    "desistance.governance",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *ROOMS,
    "desistance.web",
    "desistance.api",
    "desistance.public",
    "desistance.jobs",
    "desistance.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "desistance.api.middleware.ApiDoor",
    "desistance.audit.middleware.AuditLooks",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "desistance.web.middleware.Reception",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "desistance.urls"
WSGI_APPLICATION = "desistance.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "desistance.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "desistance.web.forms.GovukRenderer"


def _database(url: str) -> dict[str, object]:
    """A Django database from a postgresql:// address; a socket folder stands percent-encoded in place of the host."""
    parts = urlsplit(url)
    host, query = (
        parts.hostname or "",
        dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair),
    )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or unquote(host),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "application_name": "desistance",
            "options": "-c lock_timeout=900 -c plan_cache_mode=force_generic_plan",
        },
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://desistance_app@/desistance")
OWNER_URL = os.environ.get("DESISTANCE_OWNER_URL", "")
DATABASES = {"default": _database(DATABASE_URL)}
if OWNER_URL:
    DATABASES["owner"] = _database(OWNER_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "partners.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # a first sign-in link works for three days
ACCOUNT_ADAPTER = "desistance.web.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# An agency's whole staff may share one address, so the limit by address is wide; the limit by account locks after ten.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Desistance"
MFA_TOTP_TOLERANCE = 1  # a code typed as it changes is taken; one that was used is not taken again (SecondStep)
MFA_ADAPTER = "desistance.web.accounts.SecondFactor"
SECOND_FACTOR_REQUIRED = PRODUCTION or os.environ.get("DESISTANCE_SECOND_FACTOR") == "required"
ACCEPTABLE_USE_ASKED = not DEMONSTRATION
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"

SESSION_ENGINE = "desistance.web.sessions"
# The row outlives the sign-in, so that what is typed into a form left open overnight is kept for whoever typed it.
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "desistance.web.views.errors.expired_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Submitting a name to browsers' preload lists binds the agency's whole domain: theirs to decide, not ours.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DESISTANCE_STATIC", ROOT / "var" / "static"))
STATICFILES_DIRS = [path for path in [ROOT / "var" / "assets" / "static"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(os.environ.get("DESISTANCE_FILES", DATA / "files"))
VIRUS_SCANNER = os.environ.get("DESISTANCE_SCANNER", "")  # such as "clamdscan --fdpass --no-summary"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = (
    "desistance.web.uploads.WholeUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

API_CALLS_A_MINUTE = int(os.environ.get("DESISTANCE_API_CALLS_A_MINUTE", "600"))  # for each token

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
NOTICE_EMAIL = os.environ.get("DESISTANCE_NOTICE_EMAIL") == "1"
EMAIL_FILE_PATH = os.environ.get("DESISTANCE_EMAIL_FOLDER")
EMAIL_HOST = os.environ.get("DESISTANCE_EMAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend" if EMAIL_HOST else "filebased.EmailBackend" if EMAIL_FILE_PATH else "console.EmailBackend"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "desistance.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DESISTANCE_LOG_LEVEL", "WARNING")},
}


SHORTEST_KEY = 50
BUNDLED_SIGNS = ("passwords.json", "cluster")  # what stands beside the socket folder of the bundled database


def _is_bundled(host: str) -> bool:
    folder = Path(host)
    has_signs = all((folder.parent / sign).exists() for sign in BUNDLED_SIGNS)
    return host.startswith("/") and (has_signs or folder.name.startswith("desistance-"))


def refusals(given: Mapping[str, str]) -> list[str]:
    """Why this environment is not safe for real people's records, one sentence each; empty when nothing stands against it."""
    key, proxies = given.get("DESISTANCE_SECRET_KEY", ""), given.get("DESISTANCE_TRUSTED_PROXIES", "")
    hosts = [host.strip() for host in given.get("DESISTANCE_HOSTS", "").split(",") if host.strip()]
    app = _database(given.get("DATABASE_URL", ""))
    owner = _database(given.get("DESISTANCE_OWNER_URL", ""))
    faults = {
        "DESISTANCE_DEBUG is 1: error pages would show records. Unset it.": given.get("DESISTANCE_DEBUG") == "1",
        "DESISTANCE_SECRET_KEY is missing or is the development key. Make one: python3 -c 'import secrets; "
        "print(secrets.token_urlsafe(64))'": key in ("", DEVELOPMENT_KEY),
        f"DESISTANCE_SECRET_KEY is too short or too plain: use at least {SHORTEST_KEY} characters of many kinds.": key
        not in ("", DEVELOPMENT_KEY)
        and (len(key) < SHORTEST_KEY or len(set(key)) < 10),
        "DESISTANCE_TRUSTED_PROXIES does not say how many proxies stand in front (1 to 5), or none: then callers' addresses "
        "could be forged in the audit trail.": proxies not in ("none", "1", "2", "3", "4", "5"),
        "DESISTANCE_HOSTS is missing: name the host names that the service answers to.": not hosts,
        "DESISTANCE_HOSTS holds *: any host name would be answered. Name the hosts.": "*" in hosts,
        "DATABASE_URL is missing: name a PostgreSQL server of your own (15 or later).": not given.get("DATABASE_URL"),
        "DATABASE_URL names the bundled database, which is for trying out. Name a server that is backed up.": _is_bundled(
            str(app["HOST"])
        ),
        "DATABASE_URL signs in as the superuser postgres: use the app role, which cannot change the audit trail.": app[
            "USER"
        ]
        == "postgres",
        "DATABASE_URL signs in as the owner of the tables: use the app role, which cannot change the audit trail.": app[
            "USER"
        ]
        == "desistance_owner"
        or (bool(app["USER"]) and app["USER"] == owner["USER"]),
        "DESISTANCE_CLOCK is set: only a demonstration has a clock of its own. Unset it.": bool(
            given.get("DESISTANCE_CLOCK")
        ),
    }
    return [words for words, is_so in faults.items() if is_so]


SETTING_FAULTS = refusals(os.environ)
if PRODUCTION and SETTING_FAULTS:
    sys.stderr.write("Desistance does not start, because these settings are not safe for real people's records:\n")
    sys.stderr.write("".join(f"- {words}\n" for words in SETTING_FAULTS))
    raise SystemExit(1)
