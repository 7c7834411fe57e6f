"""The selection of an operation, as the tree of relations that its rows need."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from graphql import FieldNode, GraphQLObjectType, get_named_type
from strawberry.types import Info

from resolvers.relations import Include, Step, ToPage
from schema.reading.connections import DEFAULT_PAGE, page_arguments
from schema.reading.fields import COLUMNS, RELATION
from schema.reading.selected_fields import Selections

EDGES = ("edges", "node")


def include(info: Info[Any, Any], *path: str, on: str | None = None) -> Include:
    """The relations selected below the current field, from the object at `path` ("edges", "node") on.

    `on` names the type of the object if the schema is less specific: the type of a node. On the path a type precedes
    the field for the same reason, such as a member of a union ("GuaranteeIssued.guarantee"). Raises LookupError for a
    type that the object cannot be of, and for a field that the type does not have.
    """
    raw: Any = info._raw_info  # noqa: SLF001 -- what Strawberry shows of it lacks the schema's types
    selections = Selections(raw.schema, raw.fragments, raw.variable_values)
    parent = selections.narrowed(get_named_type(raw.return_type), on)
    nodes: Sequence[FieldNode] = raw.field_nodes
    for step in path:
        type_name, _, name = step.rpartition(".")
        parent = selections.narrowed(parent, type_name)
        nodes = [node for node in selections.fields(nodes, parent) if node.name.value == name]
        parent = selections.below(parent, name)
    return _include(selections, nodes, parent)


def selects(info: Info[Any, Any], name: str) -> bool:
    """Whether a field is selected directly below the current one."""
    raw: Any = info._raw_info  # noqa: SLF001
    selections = Selections(raw.schema, raw.fragments, raw.variable_values)
    parent = get_named_type(raw.return_type)
    return any(node.name.value == name for node in selections.fields(raw.field_nodes, parent))


def page_key(name: str, first: int, after: UUID | None) -> str:
    """The key of a loaded page: the same page may be selected twice with different arguments."""
    return f"{name}:{first}:{after}"


def _include(selections: Selections, nodes: Sequence[FieldNode], parent: Any) -> Include:
    """Relations of `parent` below these nodes; objects that are not a relation belong to the same row."""
    by_name: dict[str, list[FieldNode]] = {}
    for node in selections.fields(nodes, parent):
        if not node.name.value.startswith("__"):
            by_name.setdefault(node.name.value, []).append(node)
    steps: dict[str, Step] = {}
    for name, same in by_name.items():
        steps |= _steps(selections, name, same, parent)
    return steps


def _steps(selections: Selections, name: str, nodes: list[FieldNode], parent: Any) -> dict[str, Step]:
    field = parent.fields[name]
    declared = field.extensions["strawberry-definition"]
    relation = declared.metadata.get(RELATION)
    below = get_named_type(field.type)
    if isinstance(relation, ToPage):
        return _page_steps(selections, nodes, declared.python_name, relation, below)
    deeper = _include(selections, nodes, below) if isinstance(below, GraphQLObjectType) else {}
    if relation is None:
        return dict(deeper)
    is_auxiliary = COLUMNS in declared.metadata
    return {declared.python_name: Step(relation, deeper, is_auxiliary=is_auxiliary)}


def _page_steps(
    selections: Selections, nodes: list[FieldNode], name: str, relation: ToPage, connection: Any
) -> dict[str, Step]:
    """One step for each requested page: aliases may request different ones of the same relation."""
    pages: dict[tuple[int, UUID | None], list[FieldNode]] = {}
    for node in nodes:
        given = selections.arguments(node)
        wanted = page_arguments(given.get("first", DEFAULT_PAGE), given.get("after"))
        pages.setdefault(wanted, []).append(node)
    edge = selections.below(connection, "edges")
    steps: dict[str, Step] = {}
    for (first, after), same in pages.items():
        edges = [field for field in selections.fields(same, connection) if field.name.value == "edges"]
        rows = [field for field in selections.fields(edges, edge) if field.name.value == "node"]
        below = _include(selections, rows, selections.below(edge, "node"))
        steps[page_key(name, first, after)] = Step(relation, below, first, after)
    return steps
