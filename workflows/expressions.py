"""Names and comparisons: the only expressions a diagram may hold, compiled once."""

import ast
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType

# Everything else (calls, subscripts, arithmetic, lambdas, comprehensions …) is refused.
_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub,
    ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
    ast.Name, ast.Attribute, ast.Constant, ast.Tuple, ast.Load,
)  # fmt: skip


class BadExpression(Exception):
    """An expression that is more than names, constants and comparisons."""


class _Names(dict[str, object]):
    """Looks a name up only when the expression reaches it."""

    def __init__(self, ask: Callable[[str], object]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, name: str) -> object:
        return self._ask(name)


_NO_BUILTINS: Mapping[str, object] = {"__builtins__": {}}


@lru_cache(maxsize=4096)
def compiled(text: str) -> CodeType:
    """The expression as code; raises BadExpression if it is not of the allowed kind."""
    return compile(_tree(text), text, "eval")


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[str, ...]:
    """The facts an expression asks for, in the order in which they stand."""
    found = (node.id for node in ast.walk(_tree(text)) if isinstance(node, ast.Name))
    return tuple(dict.fromkeys(found))


def evaluate(text: str, ask: Callable[[str], object]) -> object:
    """The value of the expression; `ask` is called for each name that is reached."""
    return eval(compiled(text), dict(_NO_BUILTINS), _Names(ask))  # noqa: S307 (allow-listed)


def _tree(text: str) -> ast.Expression:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError) as problem:
        raise BadExpression(f"{text!r} is not an expression") from problem
    for node in ast.walk(tree):
        _check(node, text)
    return tree


def _check(node: ast.AST, text: str) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadExpression(f"{text!r} uses {type(node).__name__}")
    if isinstance(node, ast.Attribute) and (
        not isinstance(node.value, ast.Name) or node.attr.startswith("_")
    ):
        raise BadExpression(f"{text!r}: an attribute is one word of one decision")
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | None):
        raise BadExpression(f"{text!r} holds a {type(node.value).__name__}")
    if isinstance(node, ast.UnaryOp) and not _constant_minus(node):
        raise BadExpression(f"{text!r}: only a number has a minus")
    if isinstance(node, ast.Tuple) and not all(_constant(each) for each in node.elts):
        raise BadExpression(f"{text!r}: a tuple holds constants")


def _constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
    )


def _constant_minus(node: ast.UnaryOp) -> bool:
    return isinstance(node.op, ast.Not) or isinstance(node.operand, ast.Constant)
