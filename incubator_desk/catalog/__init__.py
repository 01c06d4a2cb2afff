"""How columns, registers, reports, flows and features are declared: data, not code."""
