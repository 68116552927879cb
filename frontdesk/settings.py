"""Every setting, from typed environment variables. docs/operations.md has the same list as a table.

Three modes: `embedded` (the default: SQLite, a folder as queue, one machine), `production`
(PostgreSQL and Redis; refuses to start without its secrets) and `test` (set by the tests).
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def text(name, default=""):
    return os.environ.get(name, default)


def flag(name, default):
    value = os.environ.get(name, "").strip().lower()
    if value not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "yes", "true"} if value else default


def whole(name, default):
    try:
        return int(os.environ.get(name) or default)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None


def words(name, default=""):
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


BASE_DIR = Path(__file__).resolve().parent.parent
MODE = text("FRONTDESK_MODE", "embedded")
if MODE not in {"embedded", "production", "test"}:
    raise ImproperlyConfigured("FRONTDESK_MODE must be embedded, production or test.")
HOME = Path(text("FRONTDESK_HOME", str(BASE_DIR / "var"))).resolve()
HOME.mkdir(parents=True, exist_ok=True)
DEMO = flag("FRONTDESK_DEMO", default=MODE == "embedded")
DEBUG = flag("DJANGO_DEBUG", default=False)


def secret_key():
    """The signing key: from the environment in production, else made once in the data folder."""
    given = text("DJANGO_SECRET_KEY")
    if MODE == "production" and len(given) < 50:
        raise ImproperlyConfigured("Set DJANGO_SECRET_KEY, 50 characters or more, before starting in production.")
    if given:
        return given
    kept = HOME / "secret.key"
    try:
        with open(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = words("DJANGO_ALLOWED_HOSTS", "" if MODE == "production" else "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = words("DJANGO_CSRF_TRUSTED_ORIGINS")
if MODE == "production" and (DEBUG or not ALLOWED_HOSTS or not text("DATABASE_URL")):
    raise ImproperlyConfigured("Production needs DATABASE_URL and DJANGO_ALLOWED_HOSTS, and refuses DJANGO_DEBUG.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "django_htmx",
    "js_lib_bootstrap5",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # the house, from the ground up
    "frontdesk.kernel.people",
    "frontdesk.kernel.records",
    "frontdesk.kernel.backups",
    "frontdesk.kernel.appointments",
    "frontdesk.kernel.notices",
    "frontdesk.kernel.search",
    "frontdesk.kernel.ui",
    "duty.roster",
    "duty.log",
    "handover",
    "inspections",
    "frontdesk.pages",
    "frontdesk.pages.printing",
]

MIDDLEWARE = [
    "frontdesk.kernel.ui.middleware.Traced",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "frontdesk.kernel.ui.middleware.PlainInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "frontdesk.kernel.ui.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "frontdesk.kernel.ui.middleware.SignedIn",
    "frontdesk.kernel.ui.middleware.AtDesk",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "frontdesk.urls"
WSGI_APPLICATION = "frontdesk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "frontdesk.kernel.ui.context.desk",
                "frontdesk.pages.help.context.help_here",
            ],
        },
    },
    {  # what a page repeats often: the folders jinja2
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "frontdesk.kernel.ui.jinja.environment"},
    },
]
# A choice of sixty is a template for each: these are Django's own, in the language that renders them quickest.
FORM_RENDERER = "django.forms.renderers.Jinja2"


def database(url):
    """Django's DATABASES entry for sqlite:///PATH or postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:]) if parts.path else ""
        return {
            "ENGINE": "frontdesk.kernel.sqlite",
            "NAME": path or str(HOME / "frontdesk.sqlite3"),
            # To open one reads the whole schema with its guards, which takes as long as most pages.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                # A test copies its database, which nobody may hold open meanwhile: no pool then.
                "pool": MODE != "test" and {"min_size": 1, "max_size": whole("DATABASE_POOL", 10), "timeout": 10},
                # What is asked again and again is parsed once a connection, and planned for its own values each time.
                "server_side_binding": True,
                "prepare_threshold": 5,
                "options": "-c statement_timeout=15000 -c synchronous_commit=on -c plan_cache_mode=force_custom_plan",
            },
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgresql://.")


DATABASES = {"default": database(text("DATABASE_URL", "sqlite://"))}
REDIS_URL = text("REDIS_URL")
QUEUES = ["clock", "slow"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":  # a strong hash is slow on purpose; the tests sign in thousands of times
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# asvs: long, and no word that everybody knows. mlps2: as 等保二级 asks, mixed and changed every 90 days, which ASVS forbids.
PASSWORD_PROFILE = text("PASSWORD_PROFILE", "asvs")
TWO_FACTOR = text("TWO_FACTOR", "required" if MODE == "production" else "offered")
if PASSWORD_PROFILE not in {"asvs", "mlps2"} or TWO_FACTOR not in {"required", "offered"}:
    raise ImproperlyConfigured("PASSWORD_PROFILE must be asvs or mlps2, and TWO_FACTOR required or offered.")
LEAST_LETTERS = {"asvs": 12, "mlps2": 8}[PASSWORD_PROFILE]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username", "name"]}},
    {"NAME": "frontdesk.kernel.people.passwords.LongEnough", "OPTIONS": {"least": LEAST_LETTERS}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]
if PASSWORD_PROFILE == "mlps2":
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "frontdesk.kernel.people.credentials.Mixed"})
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "workbench"

# A desk shares one address, so an address alone is never locked out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = whole("SIGN_IN_FAILURES", 5)
AXES_COOLOFF_TIME = timedelta(minutes=whole("SIGN_IN_COOL_OFF_MINUTES", 10))
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "frontdesk.kernel.ui.sessions.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "frontdesk.kernel.ui.errors.csrf_failure"
IDLE_LOCK_SECONDS = whole("IDLE_LOCK_SECONDS", 300)
LIVE_SECONDS = whole("LIVE_SECONDS", 10)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if MODE == "production":
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = whole("SECURE_HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Notices outside: mail when there is a server, robots at these hosts only, links when the house has a public address.
EMAIL_HOST = text("EMAIL_HOST")
EMAIL_PORT = whole("EMAIL_PORT", 587)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = flag("EMAIL_USE_SSL", default=EMAIL_PORT == 465)
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", EMAIL_HOST_USER or "front-desk@localhost")
NOTICE_HOSTS = [host.lower() for host in words("NOTICE_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com,open.feishu.cn")]
PUBLIC_URL = text("PUBLIC_URL").rstrip("/")
if PUBLIC_URL and not PUBLIC_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("PUBLIC_URL must begin with https:// (or http://), such as https://desk.example.cn.")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = text("TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = HOME / "media"
PRINTS_ROOT = HOME / "prints"  # months as one file, kept for a week
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if MODE == "test":  # tests of pages need no collected files
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Attachments: at most this many bytes and pixels; JPEG, PNG and PDF only.
ATTACHMENT_BYTES = 10 * 1024 * 1024
ATTACHMENT_PIXELS = 25_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_PERMISSIONS = 0o600

# Backups: a folder switches the daily one on, a key encrypts, PG_BIN is where pg_dump stands when it is not on the PATH.
BACKUP_FOLDER = text("BACKUP_FOLDER")
BACKUP_KEY = text("BACKUP_KEY")
PG_BIN = text("PG_BIN")

# Who watches over it. What is not set is not imported.
TRUSTED_PROXIES = words("TRUSTED_PROXIES")
METRICS_TOKEN = text("METRICS_TOKEN")
SENTRY_DSN = text("SENTRY_DSN")
OTEL_ENDPOINT = text("OTEL_EXPORTER_OTLP_ENDPOINT")
if (
    MODE == "production"
):  # several web processes count together, in a folder that prometheus-client asks for by this name
    Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(HOME / "metrics"))).mkdir(parents=True, exist_ok=True)

LOG_FORMAT = text("LOG_FORMAT", "json" if MODE == "production" else "text")
if LOG_FORMAT not in {"json", "text"}:
    raise ImproperlyConfigured("LOG_FORMAT must be json or text.")
# The key that signs checkpoints: a file outside database, attachments and backups, readable by this user alone.
CHECKPOINT_KEY = Path(text("CHECKPOINT_KEY") or HOME / "keys" / "checkpoint.key")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "frontdesk.kernel.ui.tracing.RequestNumber"}},
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", "WARNING")},
    "loggers": {
        # A refused page is no event; a failed one is.
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "frontdesk.requests": {"level": "INFO" if MODE == "production" else "WARNING"},
    },
}
