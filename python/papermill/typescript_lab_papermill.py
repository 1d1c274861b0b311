"""Teaches papermill to write and to read parameters in TypeScript.

papermill loads this module by its entry point for engines, which is the only one that it has besides that for files. The
engine is papermill's own under another name. Loading the module registers the translators.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

EXACT = 2**53
"""Integers below this are exact as a number of JavaScript."""


class JavaScriptTranslator(Translator):
    """Writes parameters as declarations by `let`, which a notebook kernel lets redeclare."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_escaped_str(cls, str_val):
        text = json.dumps(str(str_val), ensure_ascii=False)
        # Surrogates without a partner cannot be saved as UTF-8.
        return re.sub("[\ud800-\udfff\u2028\u2029\x7f]", lambda match: f"\\u{ord(match[0]):04x}", text)

    @classmethod
    def translate_int(cls, val):
        return f"{val}n" if abs(val) > EXACT else str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return repr(float(val))

    @classmethod
    def translate_dict(cls, val):
        return "{" + ", ".join(f"{cls.key(name)}: {cls.translate(item)}" for name, item in val.items()) + "}"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(cls.translate(item) for item in val) + "]"

    @classmethod
    def translate(cls, val):
        return super().translate(list(val) if isinstance(val, (tuple, set, frozenset)) else val)

    @classmethod
    def key(cls, name):
        """Returns the name of a property. `__proto__` in quotes would set the prototype."""
        text = cls.translate_escaped_str(name if isinstance(name, str) else cls.translate(name))
        return f"[{text}]" if text == '"__proto__"' else text

    @classmethod
    def comment(cls, cmt_str):
        return "\n".join(f"// {line}".rstrip() for line in cmt_str.splitlines() or [""])

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        return list(parameters_of(parameters_cell["source"]))


class TypeScriptTranslator(JavaScriptTranslator):
    """Writes null and objects with the type `any`, as their literals have narrower types than the notebook declares."""

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.comment(comment)]
        for name, val in parameters.items():
            typed = f"{name}: any" if has_narrow_type(val) else name
            lines.append(cls.assign(typed, cls.translate(val)))
        return "\n".join(lines) + "\n"


class TypeScriptEngine(NBClientEngine):
    """The engine of papermill. Its name is this package's entry point."""


def has_narrow_type(val):
    """Returns true for null, an object, an empty list, and a list that contains one of them."""
    if isinstance(val, (list, tuple)):
        return len(val) == 0 or any(has_narrow_type(item) for item in val)
    return val is None or isinstance(val, dict)


TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
    r"""|(?P<name>[\w$]+)|(?P<other>=>|.)""",
    re.DOTALL,
)
DECLARATION = re.compile(r"^[ \t]*(?:export[ \t]+)?(?:const|let|var)[ \t]+", re.MULTILINE)


def parameters_of(source):
    """Yields the parameters that a cell declares at its top level, each with type, default and the comment behind it."""
    end = 0
    for match in DECLARATION.finditer(source):
        if match.start() < end:
            continue
        end, declarators = declarators_at(source, match.end())
        line = source[end : (source.find("\n", end) + 1 or len(source) + 1) - 1]
        note = re.match(r"\s*;?\s*//\s*(.*)", line)
        for parts in declarators:
            name, kind, default = (part.strip() for part in parts)
            if re.fullmatch(r"[\w$]+", name) and default:
                yield Parameter(name, kind or type_of(default), default, note[1].strip() if note else "")


def declarators_at(source, start):
    """Returns the end of a declaration, and [name, type, value] of each variable in it."""
    parts, declarators, depth = ["", "", ""], [], 0
    state, at, last = 0, start, ""
    while at < len(source):
        token = TOKEN.match(source, at)
        text = token[0]
        if depth == 0 and (text == ";" or "\n" in text and not token["text"] and last != "=" and parts[2].strip()):
            break
        if token["comment"] and text.startswith("//") and depth == 0:
            break
        if text in "([{" or text == "<" and state == 1:
            depth += 1
        elif text in ")]}" or text == ">" and state == 1:
            depth -= 1
        if depth == 0 and text == "," and state != 1:
            declarators.append(parts)
            parts, state = ["", "", ""], 0
        elif depth == 0 and text == ":" and state == 0:
            state = 1
        elif depth == 0 and text == "=" and state < 2:
            state = 2
        elif not token["comment"]:
            parts[state] += " " if token["space"] else text
        if not token["space"]:
            last = text
        at = token.end()
    return at, [*declarators, parts]


def type_of(default):
    """Returns the type of a literal, or "None" for another expression."""
    kinds = {
        r"[\"'`].*": "string",
        r"true|false": "boolean",
        r"-?\d[\d_]*n": "bigint",
        r"[-+]?(?:[\d.][\w.+-]*|NaN|Infinity)": "number",
        r"null": "NoneType",
    }
    return next((kind for pattern, kind in kinds.items() if re.fullmatch(pattern, default, re.DOTALL)), "None")


for language in ("typescript", "typescript-lab", "tslab"):
    papermill_translators.register(language, TypeScriptTranslator)
for language in ("javascript", "jslab"):
    papermill_translators.register(language, JavaScriptTranslator)
