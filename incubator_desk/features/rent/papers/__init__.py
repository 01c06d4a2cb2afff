"""The papers of the rent work beside the relief ledger: one module a report, declared once for every format."""
