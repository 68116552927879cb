"""What Prometheus is told: how many requests and how long they took, and the state that /readyz speaks of.

With several web processes each counts into PROMETHEUS_MULTIPROC_DIR, and whichever is asked adds them up.
"""

import ipaddress
import logging
import os
import secrets

from django.conf import settings
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from . import readiness

CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = {"GET", "POST", "HEAD", "OPTIONS"}
log = logging.getLogger("frontdesk.requests")
REQUESTS = Counter("frontdesk_requests_total", "Answers given", ["method", "page", "status"])
SECONDS = Histogram(
    "frontdesk_request_seconds", "How long an answer took", ["page"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)  # fmt: skip


def note(request, response, *, seconds):
    """Count and log an answer. What was asked for in the query is left out: it may name a customer."""
    match = request.resolver_match
    page = match.view_name if match else "-"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, page, response.status_code).inc()
    SECONDS.labels(page).observe(seconds)
    person = getattr(request, "user", None)
    log.info(
        "%s %s %s",
        request.method,
        request.path,
        response.status_code,
        extra={
            "page": page,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
            "person": person.pk if person is not None and person.is_authenticated else None,
        },
    )


def may_read(request):
    """Whether whoever asks has the token; without one set, whether they are this machine, and no proxy speaks for them."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def text():
    """All metrics in Prometheus' text form."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
        return generate_latest(registry) + generate_latest(_State())
    return generate_latest(REGISTRY) + generate_latest(_State())


class _State:
    """The numbers of /readyz as gauges; asked anew each time, so the same from every process."""

    def collect(self):
        for name, number in readiness.state(at=timezone.now()).items():
            if isinstance(number, (int, float)):
                yield GaugeMetricFamily(f"frontdesk_{name}", f"{name} of /readyz", value=number)
