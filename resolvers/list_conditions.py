"""Conditions of lists: split into parts that each have an index, and bounded by a cursor."""

from dataclasses import replace

from resolvers.conditions import And, Compare, Condition, Either, InSubquery, Through


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


def narrowed(condition: Condition, by: str, bound: Compare) -> Condition:
    """The same condition on rows whose column `by` meets the bound, which is repeated where else its value stands.

    So PostgreSQL can begin at the cursor with any of these tables: it derives no inequality for an equal column.
    """
    match condition:
        case And(left, right):
            return And(narrowed(left, by, bound), narrowed(right, by, bound))
        case Either(left, right):
            return Either(narrowed(left, by, bound), narrowed(right, by, bound))
        case Through(relation, model, inner) if f"{relation}_id" == by:
            return Through(relation, model, And(inner, replace(bound, column="id")))
        case InSubquery(column, model, inner, key) if key == by:
            return InSubquery(column, model, And(inner, replace(bound, column=column)), key)
        case _:
            return condition


def by_reference(condition: Condition) -> Condition:
    """The same condition, but an id of a referred row is compared by the reference.

    So the rows of the subquery, which are unique, can lead to those of the list, in its order and without a sort.
    """
    match condition:
        case And(left, right):
            return And(by_reference(left), by_reference(right))
        case Through(relation, model, And(left, InSubquery(column, referring, inner, "id"))):
            return And(Through(relation, model, left), InSubquery(column, referring, inner, key=f"{relation}_id"))
        case _:
            return condition
