"""What every page is made of."""

from cpscore.desktop.widgets.banner import Banner
from cpscore.desktop.widgets.basics import (
    Card,
    Pill,
    Words,
    box,
    button,
    clear,
    column,
    into_view,
    link,
    named,
    primary,
    restyle,
    row,
    rule,
    scrolled,
    secondary,
    selectable,
)
from cpscore.desktop.widgets.cardbutton import CardButton
from cpscore.desktop.widgets.chips import Chips
from cpscore.desktop.widgets.fields import Labelled, line, lines
from cpscore.desktop.widgets.flow import Flow, flow
from cpscore.desktop.widgets.inkpad import InkPad, draw_ink
from cpscore.desktop.widgets.meter import Meter
from cpscore.desktop.widgets.passphrase import PassphraseField, strength
from cpscore.desktop.widgets.pilldelegate import PillDelegate
from cpscore.desktop.widgets.sides import Sides, page_body
from cpscore.desktop.widgets.table import Table
from cpscore.desktop.widgets.tickline import TickLine

__all__ = [
    "Banner",
    "Card",
    "CardButton",
    "Chips",
    "Flow",
    "InkPad",
    "Labelled",
    "Meter",
    "PassphraseField",
    "Pill",
    "PillDelegate",
    "Sides",
    "Table",
    "TickLine",
    "Words",
    "box",
    "button",
    "clear",
    "column",
    "draw_ink",
    "flow",
    "into_view",
    "line",
    "lines",
    "link",
    "named",
    "page_body",
    "primary",
    "restyle",
    "row",
    "rule",
    "scrolled",
    "secondary",
    "selectable",
    "strength",
]
