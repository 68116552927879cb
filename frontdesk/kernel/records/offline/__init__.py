"""What goes along with every export and runs without this software: one file."""
