"""Sentences that mails of several kinds have."""

GREETING = "平素は格別のお引き立てを賜り、厚く御礼申し上げます。"
AUTOMATIC = "このメールは、システムから自動的にお送りしています。"
NO_END = "保証契約は、証書の返却により終了するものではありません。"
