"""The features, in the order of their dependence: a later one may import an earlier, never the reverse.

This list is the whole registration: no scanning, so that it can be searched and frozen.
"""
