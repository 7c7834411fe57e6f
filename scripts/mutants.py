"""Mutants of a source file: one small change of its syntax tree each."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "all": "any", "any": "all"}
NARROWING = {"filter", "exclude", "get", "get_or_none"}
UNSEEN = {"log", "logger"}
"""Only log output depends on these."""


class Mutant(NamedTuple):
    """A file with one mutation."""

    path: str
    lines: range
    kind: str
    source: bytes


def mutants(path: str, source: bytes) -> Iterator[Mutant]:
    """Every possible mutation of the file."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _within(ast.parse(source)):
        for kind, changed in _changes(node):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            text = ast.unparse(ast.fix_missing_locations(changed)) if changed else "pass"
            if isinstance(node, ast.expr):
                text = f"({text})"
            mutated = source[:start] + text.encode() + source[end:]
            try:
                compile(mutated, path, "exec")
            except SyntaxError:  # inside an f-string, for example
                continue
            yield Mutant(path, range(node.lineno, (node.end_lineno or 0) + 1), kind, mutated)


def _within(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """All executed code: no annotations, decorators, f-strings, or logging."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr) or _is_unseen(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            yield from _within(child)


def _is_unseen(node: ast.AST) -> bool:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    call = node.value if isinstance(node, ast.Expr) else node
    return isinstance(call, ast.Call) and ast.unparse(call.func).partition(".")[0].strip("_") in UNSEEN


def _changes(node: ast.expr | ast.stmt) -> Iterator[tuple[str, ast.AST | None]]:
    if isinstance(node, ast.stmt):
        yield from _statements(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    else:
        yield from _expressions(node)


def _expressions(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield "comparison", _with(node, ops=[SWAPPED[type(op)]()])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPPED:
            yield "operator", _with(node, op=SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", operand
        case ast.IfExp(body=body, orelse=orelse):
            yield "branches", _with(node, body=orelse, orelse=body)
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() | ast.DictComp() if node.generators[0].ifs:
            yield "condition dropped", _with(node, generators=[_with(node.generators[0], ifs=[]), *node.generators[1:]])
        case _:
            pass


def _statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST | None]]:
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.Raise() | ast.AugAssign():
            yield "statement dropped", None
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "nothing returned", ast.Return(ast.Constant(None))
        case _:
            pass


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    match node.value:
        case bool() as value:
            yield "constant", _with(node, value=not value)
        case int() as value:
            yield "constant", _with(node, value=value + 1)
            yield "constant", _with(node, value=value - 1)
        case _:
            pass


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="select_for_update")):
            yield "lock dropped", value
        case ast.Call(func=ast.Attribute(attr=attribute)) if attribute in NARROWING:
            for number in range(len(node.keywords)):
                yield "filter dropped", _with(node, keywords=node.keywords[:number] + node.keywords[number + 1 :])
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield "function", _with(node, func=ast.Name(NAMES[name]))
        case ast.Call(args=[first, second, *rest]) if not isinstance(first, ast.Starred):
            yield "arguments", _with(node, args=[second, first, *rest])
        case _:
            pass


def _with(node: ast.AST, **changes: object) -> ast.AST:
    copy = deepcopy(node)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy
