"""Conditions and figures over fields, as people write them: ``relief > rent and not blank(ends_on)``.

Read once against a schema, then worked out for any number of rows. Nothing of it is Python that is run: what can be
said is the grammar of :mod:`.parser`, its types are those of :mod:`.typed`, its blanks those of :mod:`.evaluation`.
"""

from .functions import Type
from .reading import Expression, read
from .tree import Tree, Value
from .typed import Schema

__all__ = ["Expression", "Schema", "Tree", "Type", "Value", "read"]
