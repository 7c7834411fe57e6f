"""Why an uploaded file is refused: reasons with a stable code, and Japanese messages that say what to do."""

from enum import StrEnum


class Reason(StrEnum):
    """The names are the codes; they stay the same for clients."""

    NOT_A_PDF = "NOT_A_PDF"
    TOO_LARGE = "TOO_LARGE"
    DAMAGED = "DAMAGED"
    """Truncated, malformed, or followed by something that is no PDF."""
    ENCRYPTED = "ENCRYPTED"
    """Also without a password: key notices are never encrypted."""
    TOO_COMPLEX = "TOO_COMPLEX"
    """More objects, depth or memory than any genuine file needs."""
    TOO_MANY_PAGES = "TOO_MANY_PAGES"
    TOO_SLOW = "TOO_SLOW"
    """More CPU time than any genuine file needs."""
    ADDED_CONTENT = "ADDED_CONTENT"
    """Scripts, actions, files within the file, or much white space after the end."""
    SCANNED = "SCANNED"
    """Neither attachment nor text: an image, perhaps of a notice."""
    WITHOUT_ATTACHMENT = "WITHOUT_ATTACHMENT"
    """The text of a notice, but printed or converted in between."""
    NOT_A_KEY_NOTICE = "NOT_A_KEY_NOTICE"
    INVALID_ATTACHMENT = "INVALID_ATTACHMENT"
    CONTRADICTORY = "CONTRADICTORY"
    """The attachment and the visible text differ, or the text is not clearly visible."""
    DIFFERENT = "DIFFERENT"
    """Number and key are right, but project, party or date differ from the certificate."""
    TOO_MANY_NOTICES = "TOO_MANY_NOTICES"
    """The guarantee has the maximum of uploaded files."""
    NOT_EXAMINED = "NOT_EXAMINED"
    """The process that examined it failed."""
    OTHER_TYPE = "OTHER_TYPE"
    """An attachment that is neither PDF nor PNG nor JPEG."""
    EMPTY = "EMPTY"
    """An attachment without any byte."""
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    """An image that needs too much memory to be shown."""
    BUSY = "BUSY"
    """Other uploads or processes use the machine; the same file may be accepted later."""

    @property
    def message(self) -> str:
        """Reason and advice for people who upload a key notice."""
        return _MESSAGES[self]

    @property
    def message_of_attachment(self) -> str:
        """Reason and advice for people who attach a file."""
        return _OF_ATTACHMENTS.get(self, _OF_ATTACHMENTS[Reason.NOT_EXAMINED])


_AGAIN = "受注者がダウンロードした「認証キーのお知らせ」のＰＤＦファイルを、加工せずにそのまま登録してください。"
_BY_HAND = "番号と認証キーを直接入力してください。"

_MESSAGES = {
    Reason.NOT_A_PDF: f"ＰＤＦファイルではありません。{_AGAIN}",
    Reason.TOO_LARGE: f"ファイルが大きすぎます（お知らせは1MBまで）。{_AGAIN}",
    Reason.DAMAGED: f"ファイルが壊れているか、途中で切れています。{_AGAIN}",
    Reason.ENCRYPTED: f"ファイルが暗号化（パスワード等で保護）されています。{_AGAIN}",
    Reason.TOO_COMPLEX: f"ファイルの構造が複雑すぎるため、読み取れません。{_AGAIN}",
    Reason.TOO_MANY_PAGES: f"ページが多すぎます。お知らせは１ページです。{_AGAIN}",
    Reason.TOO_SLOW: f"読み取りに時間がかかりすぎるため、中止しました。{_AGAIN}",
    Reason.ADDED_CONTENT: f"お知らせにないもの（スクリプト、動作、別の添付、長い空白など）が加えられています。{_AGAIN}",
    Reason.SCANNED: f"文字の情報がありません。印刷やスキャンをしたものは読み取れません。{_BY_HAND}",
    Reason.WITHOUT_ATTACHMENT: f"お知らせの添付データが、印刷や変換で失われています。{_AGAIN}または、{_BY_HAND}",
    Reason.NOT_A_KEY_NOTICE: f"「認証キーのお知らせ」ではありません。{_AGAIN}",
    Reason.INVALID_ATTACHMENT: f"お知らせの添付データを読み取れません。{_AGAIN}または、{_BY_HAND}",
    Reason.CONTRADICTORY: f"紙面の番号・認証キーが添付データと一致しないか、はっきり読み取れません。{_AGAIN}",
    Reason.DIFFERENT: f"お知らせの内容が、登録されている証書と異なります。{_AGAIN}",
    Reason.TOO_MANY_NOTICES: f"この保証について登録できるファイルの件数の上限に達しています。{_BY_HAND}",
    Reason.NOT_EXAMINED: f"ファイルの検査ができませんでした。{_AGAIN}または、{_BY_HAND}",
    Reason.OTHER_TYPE: f"ＰＤＦファイルではありません。{_AGAIN}",
    Reason.EMPTY: f"ファイルが空です。{_AGAIN}",
    Reason.TOO_MANY_PIXELS: f"画像が大きすぎます。{_AGAIN}",
    Reason.BUSY: "ただいま混み合っています。しばらくしてから、もう一度登録してください。",
}

_PRINT = "文書を開いて「ＰＤＦに印刷」で保存し直したものか、スキャンしたものを添付してください。"
_OF_ATTACHMENTS = {
    Reason.OTHER_TYPE: "添付できるのは、ＰＤＦ、ＰＮＧ、ＪＰＥＧのファイルです（ファイル名ではなく内容で判定します）。",
    Reason.EMPTY: "ファイルが空です。内容のあるファイルを添付してください。",
    Reason.TOO_LARGE: "ファイルが大きすぎます。1件10MBまでとしてください。",
    Reason.TOO_MANY_PIXELS: "画像の画素数が多すぎます（4,000万画素まで）。縮小したものを添付してください。",
    Reason.TOO_MANY_PAGES: "ページが多すぎます（500ページまで）。分割したものを添付してください。",
    Reason.DAMAGED: f"ファイルが壊れているか、途中で切れています。{_PRINT}",
    Reason.ENCRYPTED: f"ファイルが暗号化（パスワード等で保護）されています。{_PRINT}",
    Reason.ADDED_CONTENT: f"スクリプト、動作、埋込みファイルなどを含むＰＤＦは添付できません。{_PRINT}",
    Reason.TOO_COMPLEX: f"ファイルの構造が複雑すぎるため、検査できません。{_PRINT}",
    Reason.TOO_SLOW: f"検査に時間がかかりすぎるため、中止しました。{_PRINT}",
    Reason.NOT_EXAMINED: f"ファイルの検査ができませんでした。{_PRINT}",
    Reason.BUSY: "ただいま混み合っています。しばらくしてから、もう一度添付してください。",
}


class UploadRefused(Exception):
    """The file is refused. `retry_after` are the seconds after which the same file may be sent again, or None."""

    def __init__(self, reason: Reason, *, retry_after: int | None = None) -> None:
        super().__init__(reason.message)
        self.reason = reason
        self.retry_after = retry_after
