"""Pages of HTML that stand alone: nothing is fetched, nothing runs. Numbers are those of the JSON, to at most four decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

Told = Mapping[str, Any]
DECIMALS, SMALL = 4, 0.001
STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}"
    "table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}"
    "th,td{border-bottom:1px solid #b1b4b6;padding:.4rem .8rem .4rem 0;text-align:left}td.number{text-align:right}"
    "td:first-child{white-space:nowrap}"
    "caption{font-weight:bold;text-align:left}.headline{border-left:.5rem solid #003078;padding:.5rem 1rem;font-size:1.3rem}"
    "svg{max-width:100%;height:auto;display:block}dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.5rem}"
    "dd{margin:0}dt{font-weight:bold}dl dl{margin:0}@media(max-width:40rem){dl{display:block}}"
)


def page(title: str, parts: Sequence[str]) -> str:
    """A whole page under its title."""
    named = escape(title)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{named}</title><style>{STYLE}</style></head><body><main><h1>{named}</h1>{''.join(parts)}</main></body></html>\n"
    )


def paragraphs(texts: Sequence[str]) -> str:
    """Sentences, each on its own; those that begin with a space are the points of the one before them."""
    made = [
        f"<ul><li>{escape(one.strip())}</li></ul>" if one[0].isspace() else f"<p>{escape(one)}</p>"
        for one in texts
        if one.strip()
    ]
    return "".join(made).replace("</ul><ul>", "")


def table(caption: str, names: Sequence[str], rows: Sequence[Told]) -> str:
    """Rows under the headings of some of their names."""
    head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in names)
    body = "".join("<tr>" + "".join(_cell(row[name]) for name in names) + "</tr>" for row in rows)
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"<td{' class=number' if number else ''}>{escape(figure(value))}</td>"


def facts(named: Mapping[str, object]) -> str:
    """Facts by name, those with parts as a list of their own."""
    rows = "".join(f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{_fact(value)}</dd>" for name, value in named.items())
    return f"<dl>{rows}</dl>"


def _fact(value: object) -> str:
    if isinstance(value, Mapping):
        return facts(value)
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return table("", tuple(value[0]), value)
    if isinstance(value, list):
        return "<br>".join(_fact(one) for one in value) or "none"
    return escape(figure(value))


def figure(value: object) -> str:
    """A value as it is printed: as it is in the JSON, so that the two can be compared, or rounded where that has many digits."""
    if value is None:
        return "not available"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and round(value, DECIMALS) != value:
        return f"{value:.{DECIMALS}f}" if abs(value) >= SMALL else f"{value:.2g}"
    return str(value)
