"""The forms that are handed in: a month or quarter of the park, of its companies, its services, its reliefs."""
