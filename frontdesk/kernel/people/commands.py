"""What people may change about themselves."""

from django.core.exceptions import ValidationError
from django.db import transaction

from .models import Contact, User
from .refusal import refused


@transaction.atomic
def set_contact(*, email, mobile, by):
    """Keep where `by` can be reached; both may be empty. Raises Refused when an address cannot be one."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two at once: the second changes what the first made
    contact = Contact.objects.filter(person=by).first() or Contact(person=by)
    contact.email, contact.mobile = email.strip(), mobile.strip()
    try:
        contact.full_clean()
    except ValidationError as wrong:
        raise refused(wrong, Contact) from None
    contact.save()
    return contact
