"""Innovation vouchers: programmes, providers, vouchers, claims and the batches in which claims are paid."""
