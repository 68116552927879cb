"""Deadlines are state, not events: obligations are asked of each app, and a sweep turns them into notices, once."""
