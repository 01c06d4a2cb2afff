"""Money, dates, identities, periods, errors and words: the standard library alone."""
