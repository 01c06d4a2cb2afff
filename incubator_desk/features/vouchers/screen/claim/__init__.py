"""One voucher claim: typed, judged while it is typed, led along its flow."""
