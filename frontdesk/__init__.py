"""Front Desk, the Django project.

Nothing is imported here: `celery -A frontdesk` finds `frontdesk.celery` by itself, and importing the
project must not load the settings before whoever imports it has said which.
"""
