"""What can be wrong with a text that is to be printed: facts with a stable code and Japanese wording."""


class TextProblem(Exception):
    """A text cannot be printed as it is. `field` is the attribute of the sheet, `code` stays the same for clients."""

    code: str

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class NoText(TextProblem):
    """Nothing, or nothing but space, where the document needs words."""

    code = "NO_TEXT"

    def __init__(self, field: str) -> None:
        super().__init__(field, "入力されていません。")


class NoGlyph(TextProblem):
    """A character that no typeface of the documents has, or that must not stand in one (control, direction, emoji)."""

    code = "NO_GLYPH"

    def __init__(self, field: str, character: str) -> None:
        points = " ".join(f"U+{ord(part):04X}" for part in character)
        shown = f"「{character}」（{points}）" if character.isprintable() else f" {points} "
        super().__init__(field, f"証書に印字できない文字{shown}が含まれています。")
        self.character = character


class TextDoesNotFit(TextProblem):
    """Too long even at the smallest size that is allowed in its place."""

    code = "TEXT_DOES_NOT_FIT"

    def __init__(self, field: str) -> None:
        super().__init__(field, "長すぎるため、書類の欄に収まりません。")
