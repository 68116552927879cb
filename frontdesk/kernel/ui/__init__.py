"""What every screen has in common: who is at which desk, the language, the lock, and how errors are said."""
