"""Who gave whom which role: postings change only here, and each change is a sealed record (R04, R44)."""
