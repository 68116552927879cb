"""The ground floor: people, sealed records, notices, search, screens. It knows nothing of duty work."""
