"""The web process. It refuses to serve a book that the database does not guard, or could lose."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

application = get_wsgi_application()
if settings.TRUSTED_PROXIES:  # who asks is then whom the proxy names: throttling and signatures say their address
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)

from frontdesk import (
    celery,  # noqa: F401 - what a page asks of the worker goes into our queue
    telemetry,
)
from frontdesk.kernel.records import checkpoints, guards, safety

guards.require()
safety.require()
checkpoints.require_key()
telemetry.start()
