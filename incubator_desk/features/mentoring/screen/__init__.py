"""What of mentoring is more than lists and forms."""
