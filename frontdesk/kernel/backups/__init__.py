"""Backups: one file that holds database, attachments and their checksums; put back only when it is what it was."""
