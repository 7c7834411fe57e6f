"""Reading selections: the fields of an operation, with fragments, @skip and @include as the variables have it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    SelectionNode,
    Undefined,
    get_named_type,
    is_abstract_type,
    value_from_ast_untyped,
)

SKIP, INCLUDE = "skip", "include"


class UnknownVariableError(Exception):
    """The selection depends on a variable that is not known here."""


class Selections:
    """The selections of one operation."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema, self._fragments, self._variables = schema, fragments, variables

    def narrowed(self, type_: Any, name: str | None) -> Any:
        """The object type of this name, which `type_` is or includes; `type_` itself without a name.

        Raises LookupError for any other name.
        """
        found = self._schema.type_map[name] if name else type_
        if found is not type_ and not (is_abstract_type(type_) and self._schema.is_sub_type(type_, found)):
            raise LookupError(f"{type_} is never {name}")
        return found

    def below(self, parent: Any, name: str) -> Any:
        """The type of a field, without lists and non-nulls around it."""
        return get_named_type(parent.fields[name].type)

    def fields(self, nodes: Sequence[FieldNode], parent: Any) -> Iterator[FieldNode]:
        """The fields selected on `parent` directly below these nodes, in order, __typename included."""
        for node in nodes:
            if node.selection_set is not None:
                yield from self.selected(node.selection_set.selections, parent)

    def selected(self, selections: Sequence[SelectionNode], parent: Any) -> Iterator[FieldNode]:
        """The fields among these selections that apply to `parent`."""
        for selection in selections:
            if not self._is_selected(selection.directives or ()):
                continue
            if isinstance(selection, FieldNode):
                yield selection
                continue
            fragment: Any = selection
            if isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
            if self._applies(fragment, parent):
                yield from self.selected(fragment.selection_set.selections, parent)

    def grouped(self, nodes: Sequence[FieldNode], parent: Any) -> Mapping[str, list[FieldNode]]:
        """The selected fields by response key, in order; fields with the same key are one field."""
        groups: dict[str, list[FieldNode]] = {}
        for node in self.fields(nodes, parent):
            groups.setdefault(response_key(node), []).append(node)
        return groups

    def arguments(self, node: FieldNode | DirectiveNode) -> dict[str, Any]:
        """The given arguments; omitted variables are left out."""
        values = {a.name.value: value_from_ast_untyped(a.value, dict(self._variables)) for a in node.arguments or ()}
        return {name: value for name, value in values.items() if value is not Undefined}

    def _applies(self, fragment: Any, parent: Any) -> bool:
        condition = fragment.type_condition
        if condition is None or condition.name.value == parent.name:
            return True
        other = self._schema.type_map[condition.name.value]
        return is_abstract_type(other) and self._schema.is_sub_type(other, parent)

    def _is_selected(self, directives: Sequence[DirectiveNode]) -> bool:
        for directive in directives:
            if directive.name.value in {SKIP, INCLUDE}:
                condition = self.arguments(directive).get("if")
                if condition is None:
                    raise UnknownVariableError
                if condition == (directive.name.value == SKIP):
                    return False
        return True


def response_key(node: FieldNode) -> str:
    """The response key of a field."""
    return node.alias.value if node.alias else node.name.value
