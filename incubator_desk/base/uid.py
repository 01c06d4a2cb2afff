"""Time-ordered identifiers (UUID version 7, RFC 9562) as 32 hexadecimal digits."""

import random
import threading
import time

_lock = threading.Lock()
_noise = random.Random()
_last = 0


def new_uid() -> str:
    """A fresh identifier; those of one process sort in the order they were made."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then 12 bits used as a counter so that order holds within one.
        stamp = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = stamp
    milliseconds, counter = stamp >> 12, stamp & 0xFFF
    tail = _noise.getrandbits(62) | (1 << 63)
    return f"{milliseconds:012x}7{counter:03x}{tail:016x}"
