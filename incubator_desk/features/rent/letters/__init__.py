"""The texts of letters and forms: what is shipped, what the park made of it, and what can be filled into it."""
