"""A session repeated: how often, and until when or how many times."""
