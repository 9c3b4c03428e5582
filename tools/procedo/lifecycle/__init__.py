"""The life of controlled documents: release, and the schemas that editors read."""
