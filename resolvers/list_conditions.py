"""Conditions of lists: split into parts that each have an index, and bounded by a cursor."""

from resolvers.conditions import And, Condition, Either, Through


def alternatives(condition: Condition) -> tuple[Condition, ...]:
    """Conditions of which exactly one holds where the condition holds."""
    match condition:
        case Either(left, right):
            return *alternatives(left), *alternatives(right)
        case And(left, right):
            return tuple(And(one, other) for one in alternatives(left) for other in alternatives(right))
        case Through(relation, model, inner):
            return tuple(Through(relation, model, each) for each in alternatives(inner))
        case _:
            return (condition,)


def narrowed(condition: Condition, relation: str, bound: Condition) -> Condition:
    """The same condition, but a row that `relation` refers to must also meet `bound`."""
    match condition:
        case And(left, right):
            return And(narrowed(left, relation, bound), narrowed(right, relation, bound))
        case Either(left, right):
            return Either(narrowed(left, relation, bound), narrowed(right, relation, bound))
        case Through(name, model, inner) if name == relation:
            return Through(name, model, And(inner, bound))
        case _:
            return condition
