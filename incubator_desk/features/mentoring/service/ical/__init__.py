"""Sessions as iCalendar files (RFC 5545), out and in. The libraries are imported when a file is written or read."""
