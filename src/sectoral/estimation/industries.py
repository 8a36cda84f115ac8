"""The tree of industry codes: which code is a part of which."""

import polars as pl

JOINED_SECTORS = {
    **dict.fromkeys(("31", "32", "33"), "31-33"),
    **dict.fromkeys(("44", "45"), "44-45"),
    **dict.fromkeys(("48", "49"), "48-49"),
}

DEPTHS = ("total", "sector", "subsector", "group", "industry5", "industry6")


def parent_industry(industry: pl.Expr) -> pl.Expr:
    """The code one level up: '2361' → '236' → '23' → '10'; '311' → '31-33'.

    Takes    NAICS codes as text, sectors in the publisher's spelling.
    Returns  the parent's code; null for '10', which has none.
    """
    length = industry.str.len_chars()
    two = industry.str.head(2).replace(JOINED_SECTORS)
    return (
        pl.when(industry == "10")
        .then(None)
        .when((length == 2) | industry.str.contains("-", literal=True))
        .then(pl.lit("10"))
        .when(length == 3)
        .then(two)
        .otherwise(industry.str.head(length - 1))
    )


def depth_of(code: str) -> str:
    """The level of one code in the tree: 'total', 'sector', 'subsector', …"""
    if code == "10":
        return "total"
    return "sector" if "-" in code else DEPTHS[len(code) - 1]
