"""The same as constraint_violations.py, for the texts of the information site."""

from tests.support.database.constraint_violations import Violation

TEXTS: list[Violation] = [
    ("site_text_kind_is_known", "site_text", "kind = 'CONTACT'", {"kind": "RUMOUR"}),
    ("site_text_category_is_known", "site_text", "kind = 'FAQ'", {"category": "GOSSIP"}),
    ("site_text_has_what_its_kind_has", "site_text", "kind = 'FAQ'", {"category": None}),
    ("site_text_has_what_its_kind_has", "site_text", "kind = 'CONTACT'", {"category": "FEES"}),
    ("site_text_has_what_its_kind_has", "site_text", "kind = 'DOWNLOAD'", {"link": None}),
    ("site_text_has_what_its_kind_has", "site_text", "kind = 'FAQ'", {"link": "/faq"}),
    ("site_text_has_what_its_kind_has", "site_text", "kind = 'FAQ'", {"telephone": "03-0000-0000"}),
    ("site_text_links_to_this_installation", "site_text", "kind = 'DOWNLOAD'", {"link": "//example.com/x"}),
    ("site_text_links_to_this_installation", "site_text", "kind = 'DOWNLOAD'", {"link": "javascript:alert(1)"}),
    ("site_text_ends_after_it_begins", "site_text", "kind = 'FAQ'", {"shown_until": "2026-03-31"}),
    ("site_text_is_short", "site_text", "kind = 'FAQ'", {"body": "あ" * 4_001}),
    ("site_text_is_short", "site_text", "kind = 'FAQ'", {"english_body": "a" * 4_001}),
    ("site_text_is_short", "site_text", "kind = 'FAQ'", {"place": -1}),
]
