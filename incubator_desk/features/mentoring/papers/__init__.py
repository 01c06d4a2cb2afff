"""The papers of mentoring."""
