"""Whether an expression makes sense for the fields there are; what type it gives."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from incubator_desk.base.errors import Label, Refused
from incubator_desk.base.i18n import N_

from .functions import FUNCTIONS, Function, Type
from .tree import Among, Arithmetic, Call, Comparison, Joined, Literal, Name, Negative, Not, Tree, Value

Schema = Mapping[str, Type]
"""The fields by name, each with its type; money, percentages and counts are numbers."""

WORDS: dict[Type, str] = {
    "number": Label(N_("a number")),
    "text": Label(N_("a text")),
    "day": Label(N_("a day")),
    "yes_no": Label(N_("true or false")),
}
NUMBER_OR_DAY = Label(N_("a number or a day"))
NO_FIELD = N_("At character {at}: there is no field “{name}”. There are: {near}.")
NO_FUNCTION = N_("At character {at}: there is no function “{name}”. There are: {near}.")
COUNT = N_("At character {at}: {name} takes {right} values in its parentheses, separated by commas; these are {count}.")
COUNT_MORE = N_("At character {at}: {name} takes at least {right} values in its parentheses; these are {count}.")
WRONG_TYPE = N_("At character {at}: {right} is needed here, and this is {wrong}.")
DAYS_APART = N_(
    "At character {at}: days are not added or subtracted. Write days(a, b), months(a, b) or later(a, months)."
)
NOT_ALIKE = N_("At character {at}: {left} and {right} are not comparable.")
NO_ORDER = N_("At character {at}: true and false have no order. Compare them by = or <>.")
WITH_BLANK = N_("At character {at}: a comparison with blank is never true. Write blank(x), or not blank(x).")
PLACES = N_("At character {at}: the places of round are a whole number from 0 to 10.")


_INFIX = (Arithmetic, Comparison, Among, Joined)


def type_of(tree: Tree, schema: Schema) -> Type | None:
    """The type that an expression gives (None: always blank); Refused with the place and the remedy."""
    match tree:
        case Literal():
            return _written(tree.value)
        case Name():
            if tree.name not in schema:
                raise _unknown("unknown_field", NO_FIELD, tree.name, tree.at, schema)
            return schema[tree.name]
        case Call():
            return _called(tree, schema)
        case Negative() | Arithmetic():
            for part in tree.parts:
                found = type_of(part, schema)
                if found == "day" and isinstance(tree, Arithmetic) and tree.operator in "+-":
                    raise Refused.because("wrong_type", DAYS_APART, at=tree.at)
                needed(part, found, "number")
            return "number"
        case Comparison() | Among():
            shared = _shared(tree.at, [type_of(part, schema) for part in tree.parts])
            if any(isinstance(part, Literal) and part.value is None for part in tree.parts):
                raise Refused.because("compared_with_blank", WITH_BLANK, at=tree.at)
            if shared == "yes_no" and isinstance(tree, Comparison) and tree.operator not in ("=", "<>"):
                raise Refused.because("no_order", NO_ORDER, at=tree.at)
        case Not() | Joined():
            for part in tree.parts:
                needed(part, type_of(part, schema), "yes_no")
    return "yes_no"


def needed(tree: Tree, found: Type | None, *right: Type) -> None:
    """Refuse a part that gives something else than what is needed; a blank is of any type."""
    if found is not None and found not in right:
        either = WORDS[right[0]] if len(right) == 1 else NUMBER_OR_DAY
        raise Refused.because("wrong_type", WRONG_TYPE, at=place(tree), right=either, wrong=WORDS[found])


def place(tree: Tree) -> int:
    """Where an expression begins."""
    return place(tree.parts[0]) if isinstance(tree, _INFIX) else tree.at


def _written(value: Value) -> Type | None:
    match value:
        case None:
            return None
        case bool():
            return "yes_no"
        case Decimal():
            return "number"
        case date():
            return "day"
    return "text"


def _shared(at: int, types: Sequence[Type | None]) -> Type | None:
    """The one type of all that are not blank."""
    known = [each for each in types if each is not None]
    for other in known[1:]:
        if other != known[0]:
            raise Refused.because("not_comparable", NOT_ALIKE, at=at, left=WORDS[known[0]], right=WORDS[other])
    return known[0] if known else None


def _called(call: Call, schema: Schema) -> Type | None:
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise _unknown("unknown_function", NO_FUNCTION, call.function, call.at, FUNCTIONS)
    _counted(call, function)
    types = [type_of(part, schema) for part in call.given]
    for at, (part, found) in enumerate(zip(call.given, types, strict=True)):
        needed(part, found, *function.takes[min(at, len(function.takes) - 1)])
    if function.whole and len(call.given) == len(function.takes) and not _is_whole(call.given[-1]):
        raise Refused.because("bad_places", PLACES, at=place(call.given[-1]))
    return function.gives or _shared(call.at, types)


def _counted(call: Call, function: Function) -> None:
    count, most = len(call.given), len(function.takes)
    if most - function.optional <= count and (function.more or count <= most):
        return
    message = COUNT_MORE if function.more else COUNT
    right = f"{most - function.optional}–{most}" if function.optional else most
    raise Refused.because("wrong_count", message, at=call.at, name=call.function, right=right, count=count)


def _is_whole(tree: Tree) -> bool:
    value = tree.value if isinstance(tree, Literal) else None
    return isinstance(value, Decimal) and value == value.to_integral_value() and 0 <= value <= 10


def _unknown(code: str, message: str, name: str, at: int, known: Collection[str]) -> Refused:
    """What is said of a name that nothing has: those most like it, else all."""
    near = get_close_matches(name, known, cutoff=0.5) or sorted(known)
    return Refused.because(code, message, at=at, name=name, near=tuple(near))
