"""The database: column types, records, steps with their history, backups, migrations."""
