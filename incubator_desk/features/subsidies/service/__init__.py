"""Post-subsidies in the database: what the park gave, claims worked out, checks, and what is shown of them."""
