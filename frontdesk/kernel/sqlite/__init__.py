"""Django's SQLite backend, made durable for records and fair to writers. See base.py."""
