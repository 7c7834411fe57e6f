"""Problems of texts that cannot be printed, with a stable code and a Japanese message."""


class TextProblem(Exception):
    """A text cannot be printed. `field` is the attribute of the document data, `code` is stable for clients."""

    code: str

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class NoText(TextProblem):
    """A required text that is empty or blank."""

    code = "NO_TEXT"

    def __init__(self, field: str) -> None:
        super().__init__(field, "入力されていません。")


class NoGlyph(TextProblem):
    """A character without a glyph in the typeface, or one that is refused (control, direction, emoji)."""

    code = "NO_GLYPH"

    def __init__(self, field: str, character: str) -> None:
        points = " ".join(f"U+{ord(part):04X}" for part in character)
        shown = f"「{character}」（{points}）" if character.isprintable() else f" {points} "
        super().__init__(field, f"証書に印字できない文字{shown}が含まれています。")
        self.character = character


class TextDoesNotFit(TextProblem):
    """Too long even at the smallest size of its box."""

    code = "TEXT_DOES_NOT_FIT"

    def __init__(self, field: str) -> None:
        super().__init__(field, "長すぎるため、書類の欄に収まりません。")
