"""The web process. It refuses to serve a book that the database does not guard."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from frontdesk import celery  # noqa: F401 - what a page asks of the worker goes into our queue
from frontdesk.kernel.records import guards

guards.require()
