"""The print room: what the apps below can print, put together as people want it: a day, a month as one file, a list."""
