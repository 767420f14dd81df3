"""HTML and markdown of a submission without anything that a page would execute, send or be disguised by.

What stays: text, tables, lists, pictures that are there, colours, links to the web. Nothing depends on how a viewer
reads markdown: what stays of it is harmless wherever it stands.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from typing import Any

import nh3
import tinycss2

#: stands inside what would be active, where a reader does not see it
_APART = "\u200b"
_INLINE = {
    *("b", "i", "em", "strong", "u", "s", "sub", "sup", "small", "mark", "code", "kbd", "samp", "var", "tt"),
    *("del", "ins", "abbr", "cite", "q", "center", "font"),
}
_BLOCKS = {
    *("p", "div", "span", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl"),
    *("dt", "dd", "details", "summary", "figure", "figcaption"),
}
_TABLES = ["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"]
_TAGS = {*_INLINE, *_BLOCKS, *_TABLES, "a", "img", "br", "hr"}
_DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "title", "svg", "math", "select"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "font": {"color"},
    "*": {"class", "id", "style", "colspan", "rowspan", "align", "valign", "title", "scope", "border", "width"},
}
#: classes that pandas and scikit-learn write; any other could be one of the page around
_CLASS = re.compile(
    r"dataframe|data|row\d+|col\d+|col_heading|row_heading|level\d+|blank|index_name|(?:row|col)_trim|(?:true|false)"
)
#: ids of pandas' styled tables
_ID = re.compile(r"T_[A-Za-z0-9_]{1,80}")
_STYLES = {
    *("color", "background", "background-color", "font-weight", "font-style", "font-size", "font-family", "text-align"),
    *("text-decoration", "vertical-align", "white-space", "border", "border-collapse", "border-spacing", "padding"),
    *("border-color", "border-style", "border-width", "border-top", "border-right", "border-bottom", "border-left"),
    *("width", "min-width", "max-width", "height", "padding-left", "padding-right", "padding-top", "padding-bottom"),
    *("margin", "margin-left", "margin-right", "margin-top", "margin-bottom", "border-radius", "line-height"),
}
_MAX_STYLE_TAG = 200
_DEEPEST = 1000
#: brackets within brackets in a style sheet, and its characters: reading one takes its time
_DEEPEST_STYLE, _LONGEST_STYLE = 50, 200_000
#: elements of one output, which take the sanitizer some microseconds each
_MOST_ELEMENTS = 200_000
#: elements that a parser opens again in every block that follows, as long as nobody closes them
_FORMATTING = {
    *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"),
}
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
#: elements that are often left open, and end by themselves
_UNCLOSED = {
    *("br", "hr", "img", "col", "p", "li", "td", "th", "tr", "dt", "dd", "input", "meta", "link", "wbr"),
    *("source",),
}
_SELECTOR = re.compile(r"\s*(?:#T_[A-Za-z0-9_]+|\.dataframe)(?:[ >.:#\w()\-]|\s)*")
_BRACKET = re.compile(r"[(\[{}\])]")
_VALUE = re.compile(r"[\w\s#%.,()+\-/!\"']*")
_FUNCTIONS = re.compile(r"([a-z\-]+)\s*\(", re.IGNORECASE)
_HARMLESS_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "linear-gradient"}
#: a negative margin lays a picture over what stands above it, a verdict for instance
_NEGATIVE = re.compile(r"(?<![\w#%.)])-\s*[\d.]")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
_PICTURE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,")
_SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def inert_html(content: str) -> str:
    """Return HTML without scripts, forms, frames, handlers, foreign classes, or links to anything but the web."""
    if _depth(content) > _DEEPEST:
        return "<p>(HTML nested too deeply to be shown)</p>"
    if _elements(content) > _MOST_ELEMENTS:
        return "<p>(HTML with too many elements to be shown)</p>"
    rules = "".join(_rules("".join(_style_elements(content))))
    cleaned: str = nh3.clean(
        content,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=_STYLES,
        strip_comments=True,
    )
    return inert_math(f"<style>{rules}</style>{cleaned}" if rules else cleaned)


def _depth(content: str) -> int:
    """Return how deeply elements are nested, at most; parsing takes time with the square of it."""
    depth = deepest = 0
    for found in _ANY_TAG.finditer(content):
        if found[2].lower() not in _UNCLOSED:
            depth = max(0, depth + (-1 if found[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def _elements(content: str) -> int:
    """Return how many elements a parser makes of a text, at most: formatting left open comes again in every block."""
    count = held = most = 0
    for found in _ANY_TAG.finditer(content):
        count += 1
        if found[2].lower() in _FORMATTING:
            held = max(0, held + (-1 if found[1] else 1))
            most = max(most, held)
    return count * (1 + most)


def _attribute(tag: str, name: str, value: str) -> str | None:
    match name:
        case "class":
            return " ".join(one for one in value.split() if _CLASS.fullmatch(one)) or None
        case "id":
            return value if _ID.fullmatch(value) else None
        case "style":
            return value if _is_harmless_style(value) else None
        case "href":
            return None if value.strip().lower().startswith("data:") else value
        case "src":
            # a picture from elsewhere tells its server who looks, or asks the notebook server for something
            return value if _PICTURE.fullmatch(value) or _LOCAL.fullmatch(value) else None
        case _:
            return value


def _is_harmless_style(value: str) -> bool:
    functions = {name.lower() for name in _FUNCTIONS.findall(value)}
    inside = "\\" not in value and "@" not in value and _NEGATIVE.search(value) is None
    return functions <= _HARMLESS_FUNCTIONS and inside


def _style_elements(content: str) -> Iterator[str]:
    low, at = content.lower(), 0
    while (opening := low.find("<style", at)) >= 0 and (start := low.find(">", opening)) >= 0:
        at = low.find("</style", start)
        if at < 0 or start - opening > _MAX_STYLE_TAG:
            return
        yield content[start + 1 : at]


def _brackets(css: str) -> int:
    """Return how deeply brackets are nested, at most: what reads style sheets does so by recursion."""
    depth = deepest = 0
    for found in _BRACKET.finditer(css):
        depth += 1 if found[0] in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _rules(css: str) -> Iterator[str]:
    """Yield the style rules that reach nothing but a pandas table."""
    if len(css) > _LONGEST_STYLE or _brackets(css) > _DEEPEST_STYLE:
        return
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        selector = tinycss2.serialize(rule.prelude).strip()
        if not all(_SELECTOR.fullmatch(one) for one in selector.split(",")):
            continue
        kept = [
            f"{declaration.lower_name}:{value}"
            for declaration in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            if declaration.type == "declaration" and declaration.lower_name in _STYLES
            if _VALUE.fullmatch(value := tinycss2.serialize(declaration.value).strip()) and _is_harmless_style(value)
        ]
        if kept:
            yield f"{selector}{{{';'.join(kept)}}}"


# --- mathematics ------------------------------------------------------------------------------------------------------

#: MathJax commands that make links, load extensions or reach the page's styles
_COMMANDS = re.compile(
    r"\\(href|url|class|cssId|style|require|data|htmlClass|htmlId|htmlData|htmlStyle|includegraphics|unicode|csname)"
    r"(?![A-Za-z])"
)
_WEB_LINK = re.compile(r"\s*\{\s*https?://[^{}\\]*\}")


def inert_math(content: str) -> str:
    r"""Return text in which TeX links lead to the web only: `\href{javascript:...}` is shown instead of obeyed."""

    def apart(found: re.Match[str]) -> str:
        if found[1] == "href" and _WEB_LINK.match(content, found.end()):
            return found[0]
        return f"\\{_APART}{found[1]}"

    return _COMMANDS.sub(apart, content) if "\\" in content else content


# --- markdown ---------------------------------------------------------------------------------------------------------

_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
#: a tag with simple attributes; no value holds a `<`, so that all tries together read the text once
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z]+=(?:\"[^\"<>&`\\]*\"|\w+%?))*)\s*/?>")
_VALUES = re.compile(r"([A-Za-z]+)=(?:\"([^\"]*)\"|(\w+%?))")
_WEB = re.compile(r"https?://[^\s']*")
#: a file beside the notebook
_BESIDE = r"(?![\w.\-/%]*(?:\.\.|%2e))[\w.\-][\w.\-/%]*"
_LOCAL = re.compile(rf"attachment:[^\s':]*|{_BESIDE}", re.IGNORECASE)
#: the beginning of a picture in markdown, unless it is in the page, attached, or a file beside the notebook
_PICTURE_ELSEWHERE = re.compile(
    r"!\[(?![^\[\]]{0,1000}\]\(\s*"
    rf"(?:data:image/(?:png|jpeg|gif|webp);base64,|attachment:|{_BESIDE}\s*(?:\"[^\"]*\"\s*)?\)))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w#%. \-]*")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>\"'`\\]*>")
_SHAPING = {"align", "valign", "width", "height", "colspan", "rowspan", "color", "border", "start"}
#: the coloured boxes that courses put their tasks into
_BOXES = {"alert", "alert-block", *(f"alert-{kind}" for kind in ("info", "success", "warning", "danger"))}
_VOID = {"br", "hr", "img", "col"}
#: what viewers skip inside a scheme; alternatives begin differently, so that matching takes linear time
_BETWEEN = r"(?:[\s\\\x00-\x20\u200b-\u200f\ufeff]|&(?:Tab;|NewLine;|#(?:0*(?:9|10|13)|x0*[9ad]);?))*"


def _letter(letter: str) -> str:
    codes = {ord(letter.lower()), ord(letter.upper())}
    return "|".join([re.escape(letter), *(f"&#0*{c};?|&#x0*{c:x};?|%{c:x}" for c in sorted(codes))])


def _scheme(word: str) -> str:
    return _BETWEEN.join(f"(?:{_letter(letter)})" for letter in word)


#: a scheme of an active address, however its letters are written
_ACTIVE = re.compile(
    rf"({'|'.join(_scheme(w) for w in ('javascript', 'vbscript', 'livescript', 'data'))}){_BETWEEN}"
    r"(:|&colon;|&#0*58;?|&#x0*3a;?)",
    re.IGNORECASE,
)


def inert_markdown(content: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Return markdown whose HTML is harmless, whose links are no scripts, and whose pictures are there.

    What would open any other tag gets an invisible character behind its `<`, so that it is read as it was written.
    """
    content = _OPENING.sub(lambda found: _opened(content, found.start()), content)
    content = _balanced(content)
    content = _ACTIVE.sub(lambda found: _addressed(content, found), content)
    names = sorted(attachments or (), key=len, reverse=True)
    there = "|".join(re.escape(name) for name in names)
    kept = rf"(?!(?:{there})[\s)\"'>])" if names else ""
    content = re.sub(rf"attachment:{kept}", f"attachment{_APART}:", content)
    content = _PICTURE_ELSEWHERE.sub(f"!{_APART}[", content)
    return inert_math(content)


def _opened(content: str, at: int) -> str:
    """Return what stands for the `<` there: itself if a harmless tag or an address begins with it."""
    tag = _TAG.match(content, at)
    fine = tag is not None and _is_harmless_tag(tag[2].lower(), tag[3])
    return "<" if fine or _AUTOLINK.match(content, at) else f"<{_APART}"


def _is_harmless_tag(name: str, attributes: str) -> bool:
    return name in _TAGS and all(
        _is_harmless_attribute(name, key.lower(), quoted or bare) for key, quoted, bare in _VALUES.findall(attributes)
    )


def _is_harmless_attribute(tag: str, name: str, value: str) -> bool:
    match tag, name:
        case "a", "href":
            return _WEB.fullmatch(value) is not None
        case "img", "src":
            return _LOCAL.fullmatch(value) is not None
        case _, "alt" | "title":
            return True
        case _, "class":
            return _BOXES.issuperset(value.split())
        case _, "style":
            parts = [part.partition(":") for part in value.split(";") if part.strip()]
            return all(
                key.strip().lower() in _STYLES and _WORD.fullmatch(held) and _NEGATIVE.search(held) is None
                for key, _, held in parts
            )
        case _:
            return name in _SHAPING and _WORD.fullmatch(value) is not None


def _addressed(content: str, found: re.Match[str]) -> str:
    return found[0] if _PICTURE_DATA.match(content, found.start()) else f"{found[1]}{_APART}{found[2]}"


def _balanced(content: str) -> str:
    """Take apart the tags of every element that is closed more often than it was opened: they would reach outside."""
    depth: dict[str, int] = {}
    broken: set[str] = set()
    for found in _ANY_TAG.finditer(content):
        name = found[2].lower()
        if name not in _VOID:
            depth[name] = depth.get(name, 0) + (-1 if found[1] else 1)
            if depth[name] < 0:
                broken.add(name)
    broken |= {name for name, open_ones in depth.items() if open_ones and name not in ("p", "li")}
    if not broken:
        return content
    return re.sub(rf"<(?=/?(?:{'|'.join(sorted(broken))})[\s/>])", f"<{_APART}", content, flags=re.IGNORECASE)


def inert_text(content: str) -> str:
    """Return text that a page may take as it is: no tag opens, no TeX command links."""
    return inert_math(_OPENING.sub(f"<{_APART}", content))


# --- pictures ---------------------------------------------------------------------------------------------------------


def picture(mime: str, encoded: Any) -> str | None:
    """Return a picture's base64 text on one line if it is what it says, else None."""
    if isinstance(encoded, list):
        encoded = "".join(map(str, encoded))
    if not isinstance(encoded, str):
        return None
    try:
        raw = b64decode("".join(encoded.split()), validate=True)
    except (Base64Error, ValueError):
        return None
    return b64encode(raw).decode() if raw.startswith(_SIGNATURES.get(mime, ())) else None


def svg_as_picture(svg: str) -> str:
    """Return HTML that shows an SVG as a picture: no script in it runs, and nothing is fetched."""
    return f'<img src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" alt="figure">'
