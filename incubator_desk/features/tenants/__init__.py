"""Companies and teams."""
