"""Sentry and OpenTelemetry, when the environment names where to; not imported otherwise (requirements-production.txt).

What customers said never leaves by this way: no bodies, no local variables, no cookies, no query strings.
"""

from django.conf import settings


def start():
    """Called once in each web process and worker."""
    if settings.SENTRY_DSN:
        import sentry_sdk

        sentry_sdk.init(
            dsn=settings.SENTRY_DSN,
            send_default_pii=False,
            max_request_body_size="never",
            include_local_variables=False,
            before_send=without_queries,
            before_breadcrumb=lambda crumb, hint: None,
        )
    if settings.OTEL_ENDPOINT:
        from opentelemetry.instrumentation.django import DjangoInstrumentor

        DjangoInstrumentor().instrument()


def without_queries(event, hint):
    """A search is in the query, and may name a customer."""
    request = event.get("request", {})
    for name in ("query_string", "cookies", "data", "headers", "env"):
        request.pop(name, None)
    return event
