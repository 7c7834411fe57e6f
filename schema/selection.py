"""What an operation selects, as the tree of relations that its rows need."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionNode,
    Undefined,
    get_named_type,
    is_abstract_type,
    value_from_ast_untyped,
)
from strawberry.types import Info

from resolvers.loading import Include, Step, ToPage
from schema.declare import RELATION
from schema.pages import DEFAULT_PAGE, page_arguments

EDGES = ("edges", "node")


def include(info: Info[Any, Any], *path: str, on: str | None = None) -> Include:
    """The relations selected below the current field, from the object at `path` ("edges", "node") on.

    `on` names the type of the object where the schema says less: the type of a node, the member of a union.
    """
    walk = _Walk(info)
    parent, nodes = walk.start(on)
    for name in path:
        nodes = [node for node in walk.fields(nodes, parent) if node.name.value == name]
        parent = walk.below(parent, name)
    return walk.include(nodes, parent)


def page_key(name: str, first: int, after: UUID | None) -> str:
    """Under which name a page is kept: two of them may be selected with different arguments."""
    return f"{name}:{first}:{after}"


class _Walk:
    """Reads selections, with fragments, @skip and @include as the variables have it."""

    def __init__(self, info: Info[Any, Any]) -> None:
        raw: Any = info._raw_info  # noqa: SLF001
        self._root: tuple[Any, Sequence[FieldNode]] = get_named_type(raw.return_type), raw.field_nodes
        self._schema: GraphQLSchema = raw.schema
        self._fragments: Mapping[str, FragmentDefinitionNode] = raw.fragments
        self._variables: Mapping[str, Any] = raw.variable_values

    def start(self, on: str | None) -> tuple[Any, Sequence[FieldNode]]:
        """The type and the nodes of the current field."""
        declared, nodes = self._root
        return self._schema.type_map[on] if on else declared, nodes

    def below(self, parent: Any, name: str) -> Any:
        return get_named_type(parent.fields[name].type)

    def include(self, nodes: Sequence[FieldNode], parent: Any) -> Include:
        """Relations of `parent` below these nodes; objects that are no relation of their own belong to the same row."""
        by_name: dict[str, list[FieldNode]] = {}
        for node in self.fields(nodes, parent):
            by_name.setdefault(node.name.value, []).append(node)
        steps: dict[str, Step] = {}
        for name, same in by_name.items():
            steps |= self._steps(name, same, parent)
        return steps

    def fields(self, nodes: Sequence[FieldNode], parent: Any) -> Iterator[FieldNode]:
        """The fields selected on `parent` directly below these nodes."""
        for node in nodes:
            if node.selection_set is not None:
                yield from self._fields(node.selection_set.selections, parent)

    def _fields(self, selections: Sequence[SelectionNode], parent: Any) -> Iterator[FieldNode]:
        for selection in selections:
            if not self._is_selected(selection.directives or ()):
                continue
            if isinstance(selection, FieldNode):
                if not selection.name.value.startswith("__"):
                    yield selection
                continue
            fragment: Any = selection
            if isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
            if self._applies(fragment, parent):
                yield from self._fields(fragment.selection_set.selections, parent)

    def _applies(self, fragment: Any, parent: Any) -> bool:
        condition = fragment.type_condition
        if condition is None or condition.name.value == parent.name:
            return True
        other = self._schema.type_map[condition.name.value]
        return is_abstract_type(other) and self._schema.is_sub_type(other, parent)

    def _is_selected(self, directives: Sequence[DirectiveNode]) -> bool:
        for directive in directives:
            if directive.name.value in {"skip", "include"}:
                condition = self._arguments(directive)["if"]
                if condition == (directive.name.value == "skip"):
                    return False
        return True

    def _arguments(self, node: FieldNode | DirectiveNode) -> dict[str, Any]:
        """What is given for the arguments; variables that were left out are left out."""
        values = {a.name.value: value_from_ast_untyped(a.value, dict(self._variables)) for a in node.arguments or ()}
        return {name: value for name, value in values.items() if value is not Undefined}

    def _steps(self, name: str, nodes: list[FieldNode], parent: Any) -> dict[str, Step]:
        field = parent.fields[name]
        declared = field.extensions["strawberry-definition"]
        relation = declared.metadata.get(RELATION)
        below = get_named_type(field.type)
        if isinstance(relation, ToPage):
            return self._page_steps(nodes, declared.python_name, relation, below)
        deeper = self.include(nodes, below) if isinstance(below, GraphQLObjectType) else {}
        return dict(deeper) if relation is None else {declared.python_name: Step(relation, deeper)}

    def _page_steps(self, nodes: list[FieldNode], name: str, relation: ToPage, connection: Any) -> dict[str, Step]:
        """One step for each page that is asked for: aliases may want different ones of the same relation."""
        pages: dict[tuple[int, UUID | None], list[FieldNode]] = {}
        for node in nodes:
            given = self._arguments(node)
            wanted = page_arguments(given.get("first", DEFAULT_PAGE), given.get("after"))
            pages.setdefault(wanted, []).append(node)
        edge = self.below(connection, "edges")
        steps: dict[str, Step] = {}
        for (first, after), same in pages.items():
            edges = [field for field in self.fields(same, connection) if field.name.value == "edges"]
            rows = [field for field in self.fields(edges, edge) if field.name.value == "node"]
            below = self.include(rows, self.below(edge, "node"))
            steps[page_key(name, first, after)] = Step(relation, below, first, after)
        return steps
