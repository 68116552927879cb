"""Search that finds Chinese from two characters on: an index of overlapping pairs, kept in the record's own transaction."""
