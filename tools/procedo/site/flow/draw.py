"""The SVG of a measured diagram: its style travels inside it, so it looks the same on the site, in print and alone."""

from __future__ import annotations

from html import escape

from procedo.site.flow.measure import HEXAGON, Box, Drawing, Line, Style

FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','Noto Sans SC',system-ui,sans-serif"

CSS = f"""
.pf text{{font-family:{FONT};fill:#1d2b30}}
.pf-lane{{fill:#f6f8f8}}.pf-lane.odd{{fill:#eef3f2}}
.pf-head{{fill:#1f4a4d}}.pf-head+a text,.pf text.pf-headtext{{fill:#fff;font-weight:600}}
.pf-rule{{stroke:#d3dedd;stroke-width:1;fill:none}}
.pf-box{{fill:#fff;stroke:#4d7478;stroke-width:1.3}}
.pf-start .pf-box{{fill:#dff1ec;stroke:#0b6b62}}
.pf-end .pf-box{{fill:#1f3a40;stroke:#1f3a40}}.pf .pf-end text.pf-title{{fill:#fff}}.pf .pf-end text.pf-caption{{fill:#cfe0e0}}
.pf-decision .pf-box{{fill:#fff6e0;stroke:#9a5b00}}
.pf text.pf-id{{fill:#5a6b70}}.pf text.pf-caption{{fill:#4c6065}}
.pf-line{{fill:none;stroke:#46585d;stroke-width:1.4;stroke-linejoin:round}}
.pf-line.back{{stroke:#a8431a;stroke-dasharray:5 3.5}}
.pf-tip{{fill:#46585d}}.pf-tip.back{{fill:#a8431a}}
.pf text.pf-label{{fill:#7a3d00;font-weight:600}}.pf text.pf-label.back{{fill:#8f2f0b}}
.pf text.pf-halo{{fill:none;stroke:#f6f8f8;stroke-width:5;stroke-linejoin:round;font-weight:600}}
.pf a:hover .pf-box,.pf a:focus-visible .pf-box{{stroke-width:2.6}}.pf a:hover text{{text-decoration:underline}}
@media screen{{
[data-md-color-scheme=slate] .pf text{{fill:#dbe5e6}}
[data-md-color-scheme=slate] .pf-lane{{fill:#1a2327}}[data-md-color-scheme=slate] .pf-lane.odd{{fill:#1f2a2e}}
[data-md-color-scheme=slate] .pf-head{{fill:#28474a}}
[data-md-color-scheme=slate] .pf-rule{{stroke:#33444a}}
[data-md-color-scheme=slate] .pf-box{{fill:#26343a;stroke:#7fa6aa}}
[data-md-color-scheme=slate] .pf-start .pf-box{{fill:#17413c;stroke:#5cc8b8}}
[data-md-color-scheme=slate] .pf-end .pf-box{{fill:#cfdcdd;stroke:#cfdcdd}}
[data-md-color-scheme=slate] .pf .pf-end text.pf-title{{fill:#14202a}}[data-md-color-scheme=slate] .pf .pf-end text.pf-caption{{fill:#3a4a50}}
[data-md-color-scheme=slate] .pf-decision .pf-box{{fill:#453512;stroke:#e0ad55}}
[data-md-color-scheme=slate] .pf text.pf-id,[data-md-color-scheme=slate] .pf text.pf-caption{{fill:#a9bcc0}}
[data-md-color-scheme=slate] .pf-line{{stroke:#9fb4b8}}[data-md-color-scheme=slate] .pf-line.back{{stroke:#f0946a}}
[data-md-color-scheme=slate] .pf-tip{{fill:#9fb4b8}}[data-md-color-scheme=slate] .pf-tip.back{{fill:#f0946a}}
[data-md-color-scheme=slate] .pf text.pf-label{{fill:#f2c67e}}[data-md-color-scheme=slate] .pf text.pf-label.back{{fill:#f7ab88}}
[data-md-color-scheme=slate] .pf text.pf-halo{{stroke:#1a2327}}
}}
""".replace("\n", "")


def n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def svg(drawing: Drawing, lanes: list[tuple[str, str]], style: Style, title: str, description: str, name: str) -> str:
    """One `<svg>` element; `lanes` are (words, href), `name` keeps ids apart on a page."""
    width, height = n(drawing.width), n(drawing.height)
    parts = [
        f'<svg class="pf" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"{_least(drawing, lanes)}'
        f' role="group" aria-labelledby="{name}-t" aria-describedby="{name}-d">',
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc><style>{CSS}</style>',
        *_lanes(drawing, lanes, style),
        *[_edge(line) for line in drawing.lines],
        *[_box(box, style) for box in drawing.boxes],
        *[_words(line, style) for line in drawing.lines if line.words],
        "</svg>",
    ]
    return "".join(parts)


def _least(drawing: Drawing, lanes: list[tuple[str, str]]) -> str:
    """A diagram in lanes shrinks only as far as it can be read; then its box scrolls."""
    return f' style="min-width:{n(drawing.width * 0.68)}px"' if lanes else ""


def _lanes(drawing: Drawing, lanes: list[tuple[str, str]], style: Style) -> list[str]:
    parts = []
    for number, (x, width) in enumerate(drawing.lanes):
        odd = " odd" if number % 2 else ""
        parts.append(f'<rect class="pf-lane{odd}" x="{n(x)}" y="0" width="{n(width)}" height="{n(drawing.height)}"/>')
    if not lanes:
        return parts
    parts.append(f'<rect class="pf-head" x="0" y="0" width="{n(drawing.width)}" height="{n(style.header - 8)}"/>')
    for (words, href), (x, width) in zip(lanes, drawing.lanes, strict=True):
        size = min(style.font, (width - 6) / max(1.0, _em(words)))
        place = f'x="{n(x + width / 2)}" y="{n(style.header / 2 + 1)}" font-size="{n(size)}"'
        text = f'<text class="pf-headtext" {place} text-anchor="middle">{escape(words)}</text>'
        parts.append(f'<a href="{escape(href)}">{text}</a>' if href else text)
    for x, _ in drawing.lanes[1:]:
        parts.append(f'<path class="pf-rule" d="M{n(x)} {n(style.header - 8)}V{n(drawing.height)}"/>')
    return parts


def _em(words: str) -> float:
    from procedo.site.flow.wrap import em

    return em(words)


def _edge(line: Line) -> str:
    back = " back" if line.plan.edge.back else ""
    (x0, y0), *rest = line.points
    path = f"M{n(x0)} {n(y0)}" + "".join(f"L{n(x)} {n(y)}" for x, y in rest)
    return f'<path class="pf-line{back}" d="{path}"/><path class="pf-tip{back}" d="{_tip(line)}"/>'


def _tip(line: Line) -> str:
    """The arrow's head, in the direction of the last stretch."""
    (xa, ya), (x, y) = line.points[-2:]
    if xa == x:
        d = 1 if y > ya else -1
        return f"M{n(x)} {n(y)}l-4 {n(-8 * d)}h8z"
    d = 1 if x > xa else -1
    return f"M{n(x)} {n(y)}l{n(-8 * d)} -4v8z"


def _box(box: Box, style: Style) -> str:
    x, y = box.middle
    lines = len(box.lines) + bool(style.captions and box.node.caption)
    first = y - (lines - 1) * (style.font + 4) / 2 + style.font * 0.36
    text = "".join(
        f'<text class="pf-title" x="{n(x)}" y="{n(first + i * (style.font + 4))}" text-anchor="middle" font-size="{n(style.font)}">{escape(words)}</text>'
        for i, words in enumerate(box.lines)
    )
    if style.captions and box.node.caption:
        at = first + len(box.lines) * (style.font + 4)
        text += f'<text class="pf-caption" x="{n(x)}" y="{n(at)}" text-anchor="middle" font-size="{n(style.small)}">{escape(box.node.caption)}</text>'
    number = f'<text class="pf-id" x="{n(box.x + 2)}" y="{n(box.y - 5)}" font-size="{n(style.small - 1)}">{escape(box.node.id)}</text>'
    return f'<a class="pf-{box.node.kind}" href="{escape(box.node.href)}">{_shape(box)}{text}{number}</a>'


def _shape(box: Box) -> str:
    x, y, w, h = box.x, box.y, box.width, box.height
    if box.node.kind == "decision":
        k = HEXAGON
        points = [(x, y + h / 2), (x + k, y), (x + w - k, y), (x + w, y + h / 2), (x + w - k, y + h), (x + k, y + h)]
        return f'<polygon class="pf-box" points="{" ".join(f"{n(a)},{n(b)}" for a, b in points)}"/>'
    radius = h / 2 if box.node.kind in ("start", "end") else 5
    return f'<rect class="pf-box" x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="{n(min(radius, 22))}"/>'


def _words(line: Line, style: Style) -> str:
    """Words of a branch twice: a wide stroke in the lane's colour under them keeps them readable on any line."""
    back = " back" if line.plan.edge.back else ""
    x, y = line.at
    out = []
    for kind in ("pf-halo", f"pf-label{back}"):
        hidden = ' aria-hidden="true"' if kind == "pf-halo" else ""
        out += [
            f'<text class="{kind}"{hidden} x="{n(x)}" y="{n(y + i * (style.small + 2))}" '
            f'text-anchor="{line.anchor}" font-size="{n(style.small)}">{escape(words)}</text>'
            for i, words in enumerate(line.words)
        ]
    return "".join(out)
