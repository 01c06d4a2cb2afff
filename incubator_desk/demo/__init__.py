"""A synthetic park to try everything on: invented companies, their leases, reliefs and money."""
