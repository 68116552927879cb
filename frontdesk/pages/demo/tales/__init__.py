"""What people come with. Every blank in a sentence is filled once a case, so that words and results agree."""

from . import commons, complaints, counter, enquiries, repairs, watch

# How many of a day's lines come from where.
SHARES = [
    (enquiries.TALES, 24),
    (repairs.TALES, 20),
    (commons.TALES, 10),
    (complaints.TALES, 14),
    (counter.TALES, 22),
    (watch.TALES, 10),
]
