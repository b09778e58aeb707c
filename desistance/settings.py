"""Settings, from the environment only. In production an unsafe one stops the start and says why (``desistance doctor``)."""

import os
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
    "desistance.ingest",
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
    "desistance.jobs",
    "desistance.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"application_name": "desistance"},
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

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DESISTANCE_STATIC", ROOT / "var" / "static"))
STATICFILES_DIRS = [path for path in [ROOT / "var" / "assets" / "static"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "desistance.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DESISTANCE_LOG_LEVEL", "WARNING")},
}
