"""The end of a lease: settlement and renewal."""
