"""The park itself: its profile, and the dated parameters that rules look up."""
