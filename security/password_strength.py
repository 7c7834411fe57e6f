"""Whether a password would be guessed soon: common and breached ones, words, names, dates, sequences, repetitions.

zxcvbn estimates the number of guesses offline, from lists of words and of passwords of past breaches. No rule asks for
kinds of characters: length protects better (NIST SP 800-63B).
"""

import unicodedata

FEWEST, MOST = 12, 200
"""Characters of a password, as it was typed."""
STRONG = 3
"""Of zxcvbn's scores from 0 to 4: more than 10^8 guesses."""
EXAMINED = 16
"""Characters at each end that are examined: substitutions (4 for a) take 0.2 s for 16 characters, 16 s for 72."""
SHORTEST_NAME = 3
"""Characters of a name that counts; shorter ones occur in any text."""


def normalized(password: str) -> str:
    """The form that is hashed (NFKC): full and half width, and each way to type kana, are the same password."""
    return unicodedata.normalize("NFKC", password)


def is_common(password: str, names: tuple[str, ...]) -> bool:
    """Whether neither end of the password is hard to guess; `names` are those of its account. Takes up to 0.4 s."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists take 15 MB, needed only when a password is set

    plain, known = normalized(password), [normalized(name)[:EXAMINED] for name in names]
    return all(zxcvbn(end, user_inputs=known)["score"] < STRONG for end in {plain[:EXAMINED], plain[-EXAMINED:]})


def is_name(password: str, names: tuple[str, ...]) -> bool:
    """Whether little but names of its account makes up the password."""
    rest = normalized(password).casefold()
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            rest = rest.replace(normalized(name).casefold(), "")
    return len(rest) < FEWEST // 2
