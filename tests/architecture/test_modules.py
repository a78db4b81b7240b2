"""Rules about single modules that no linter knows."""

import ast
from collections.abc import Iterator

from tests.helpers.source import Module, dotted, modules

_LONGEST = 400
_THREADS = {"QThread", "QRunnable", "QThreadPool", "Thread", "ThreadPoolExecutor", "processEvents"}
_SAFE_IN_SIGNALS = {"object", "str", "bool"}
_NETWORK = {
    "ftplib",
    "http.client",
    "http.server",
    "httpx",
    "imaplib",
    "PySide6.QtWebEngineWidgets",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}
_LOCAL_OF_QT = {"QLocalServer", "QLocalSocket", "QLockFile"}


def test_no_module_is_long() -> None:
    lengths = {
        module.name: len(module.path.read_text(encoding="utf-8").splitlines())
        for module in modules("photosim", "scripts")
    }
    long = {name: lines for name, lines in lengths.items() if lines > _LONGEST}
    assert not long, f"these do more than one thing: {long}"


def test_one_bridge_between_threads_and_qt() -> None:
    window = [module for module in modules("photosim/gui") if _names_in(module) & _THREADS]
    assert len(window) == 1, [module.name for module in window]


def test_signals_carry_objects() -> None:
    # An int of Qt is 32 bits wide and cuts file sizes; a dict loses keys that are no strings.
    checked = 0
    for module in modules("photosim/gui"):
        for name, call in module.calls():
            if name.split(".")[-1] != "Signal":
                continue
            checked += 1
            types = {dotted(argument) for argument in call.args}
            assert types <= _SAFE_IN_SIGNALS, f"{module.name}, line {call.lineno}: Signal({types})"
    assert checked > 20


def test_nothing_speaks_to_the_network() -> None:
    for module in modules("photosim"):
        found = {name for name in module.imports() if any(_is_in(name, forbidden) for forbidden in _NETWORK)}
        qt = {name for name in module.imports() if name.startswith("PySide6.QtNetwork.")}
        found |= {name for name in qt if name.split(".")[-1] not in _LOCAL_OF_QT}
        assert not found, f"{module.name} imports {found}"


def test_the_package_does_not_know_the_scripts() -> None:
    for module in modules("photosim"):
        found = {name for name in module.imports() if name.split(".")[0] in {"scripts", "tests"}}
        assert not found, f"{module.name} imports {found}"


def _names_in(module: Module) -> set[str]:
    return set(_walk_names(module.tree))


def _walk_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.split(".")[-1]


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")
