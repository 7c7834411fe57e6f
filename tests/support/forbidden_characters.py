"""Characters that are forbidden in every text."""

FORBIDDEN = {
    "NUL": "\0",
    "control": "\x1b",
    "C1 control": "\x9b",
    "next line": "\x85",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "byte-order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "noncharacter": "\ufffe",
    "last noncharacter": "\U0010ffff",
    "unassigned": "\u0378",
    "private use": "\ue000",
    "tag": "\U000e0041",
    "filler": "\u3164",
}
"""The forbidden characters, by kind."""
