"""For each constraint a row that only this constraint refuses: a copy of a valid row with some columns changed."""

from typing import Any

FREE = {"status": "SUPERSEDED", "reason": "AMENDMENT", "amendment_number": 1}
"""A version of a certificate that may exist beside the first."""
LATER = {"sequence": 2, "number": "31083-00001A-2"}
"""A fee statement that may follow the first."""
ASKED, AGAIN = "guarantee_number IS NULL", {"sequence": 2, "number": "310-2026-999999"}
"""A fee statement before the issue, and one that may follow it."""
NEW = {"valid_from": "2026-11-20"}
"""A fee table that may follow the first."""
ISSUED, OPEN = "number IS NOT NULL AND medium = 'ELECTRONIC'", "number IS NULL"
OTHER_DIGEST = "\\x" + "ab" * 32
UNKNOWN_ID = "00000000-0000-0000-0000-000000000001"

DAY = "2026-11-20"
SENT = {"handover_status": "SENT", "handover_channel": "EMAIL", "sent_at": DAY}
SEEN = SENT | {"handover_status": "VIEWED", "presented_at": DAY, "viewed_at": DAY}
"""Columns of a guarantee's hand-over."""
MADE = {
    "made_at": "2026-11-20",
    "filename": "x.pdf",
    "size": 1,
    "sha256": OTHER_DIGEST,
    "storage_key": "{account}",
    "state": "MADE",
}
"""A rendered document."""
DEAD_MAIL = {"state": "DEAD", "dead_at": DAY}

VENTURE = {"joint_venture_name": "甲・乙", "joint_venture_members": ["甲", "乙"]}


def shares(*percent: float | None) -> list[dict[str, float | None]]:
    """Members of a joint venture with these shares."""
    return [{"share_percent": share} for share in percent]


Violation = tuple[str, str, str, dict[str, Any]]

CHECKS: list[Violation] = [
    # constraint, table, which row, its changes
    ("submission_is_one_of_fifty", "submission", "true", {"sequence": 51}),
    ("submission_is_one_of_fifty", "submission", "true", {"sequence": 0}),
    ("access_token_has_one_holder", "access_token", "true", {"api_client_id": None, "name": None}),
    (
        "access_token_sessions_end",
        "access_token",
        "true",
        {"api_client_id": None, "name": None, "account_id": "{account}"},
    ),
    ("access_token_of_a_client_is_named", "access_token", "true", {"name": None}),
    ("account_email_is_lower_case", "account", "true", {"email": "A@example.jp"}),
    ("account_belongs_to_its_role", "account", "role = 'CONTRACTOR'", {"contractor_id": None}),
    ("account_belongs_to_its_role", "account", "role = 'OPERATOR'", {"role": "E_CONTRACT_SYSTEM"}),
    ("api_client_may_ask", "api_client", "true", {"requests_per_minute": 0}),
    ("application_notice_has_an_address", "application", "true", {"notify_on_completion": True, "email": None}),
    ("application_submitted_is_complete", "application", "submitted_at IS NOT NULL", {"submitted_at": None}),
    ("application_submitted_is_complete", "application", "submitted_at IS NOT NULL", {"surety_id": None}),
    ("application_submitted_is_complete", "application", "submitted_at IS NOT NULL", {"contract_id": None}),
    ("application_submitted_is_complete", "application", "submitted_at IS NOT NULL", {"submission_branch_id": None}),
    ("application_draft_has_a_version", "application_draft", "true", {"version": 0}),
    ("audit_event_role_is_known", "audit_event", "true", {"role": "KING"}),
    ("auth_key_is_electronic", "auth_key", "true", {"medium": "PAPER"}),
    ("auth_key_digest_is_32_bytes", "auth_key", "true", {"digest": "\\xab"}),
    ("auth_key_status_is_known", "auth_key", "true", {"status": "LOST"}),
    ("branch_code_is_three_digits", "branch", "true", {"code": "31A"}),
    ("certificate_sums_are_positive", "certificate", "true", {"amount": 0}),
    ("certificate_sums_are_positive", "certificate", "true", {"contract_price": -1}),
    ("certificate_number_is_well_formed", "certificate", "true", {"guarantee_number": "31083-00001B"}),
    ("certificate_amendments_are_counted", "certificate", "true", {"amendment_number": 1}),
    ("certificate_amendments_are_counted", "certificate", "true", {"reason": "AMENDMENT", "amendment_number": -1}),
    ("certificate_status_is_known", "certificate", "true", {"status": "LOST"}),
    ("certificate_reason_is_known", "certificate", "true", {"reason": "WHIM"}),
    ("certificate_kind_is_known", "certificate", "true", {"kind": "BID"}),
    ("certificate_medium_is_known", "certificate", "true", {"medium": "STONE"}),
    ("certificate_contract_type_is_known", "certificate", "true", {"contract_type": "GOODS"}),
    ("certificate_joint_venture_has_members", "certificate", "true", {"joint_venture_name": "甲・乙"}),
    ("certificate_joint_venture_has_members", "certificate", "true", {"joint_venture_members": [{"name": "甲"}]}),
    ("contract_prices_are_positive", "contract", "true", {"contract_price": 0}),
    ("contract_prices_are_positive", "contract", "true", {"current_fiscal_year_base": 0}),
    ("contract_prices_are_positive", "contract", "true", {"current_fiscal_year_base": 50_000_001}),
    ("contract_period_runs_forward", "contract", "true", {"period_to": "2026-11-09"}),
    ("contract_members_are_few", "contract", "true", {"joint_venture_name": "x", "joint_venture_members": ["x"] * 21}),
    ("contract_joint_venture_has_members", "contract", "true", {"joint_venture_name": "甲・乙"}),
    ("contract_joint_venture_has_members", "contract", "true", {"joint_venture_members": ["甲"]}),
    ("contract_parties_are_its_members", "contract", "true", VENTURE | {"joint_venture_parties": [{"name": "甲"}]}),
    *(
        ("contract_shares_are_whole", "contract", "true", VENTURE | {"joint_venture_parties": shares(*percent)})
        for percent in ((60, 39.99), (60, 40.01), (100, None), (100, 0), (101, -1), (33.333, 66.667))
    ),
    ("contract_contract_type_is_known", "contract", "true", {"contract_type": "GOODS"}),
    ("contractor_corporate_number_is_13_digits", "contractor", "true", {"corporate_number": "123456789012"}),
    ("document_belongs_to_its_kind", "document", "kind = 'CERTIFICATE'", {"kind": "KEY_NOTICE"}),
    ("document_belongs_to_its_kind", "document", "kind = 'KEY_NOTICE'", {"auth_key_id": None}),
    ("document_belongs_to_its_kind", "document", "kind = 'FEE_STATEMENT'", {"kind": "CERTIFICATE"}),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", {"made_at": "2026-11-20"}),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", MADE | {"last_error": "TextDoesNotFit"}),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", MADE | {"storage_key": None}),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", MADE | {"envelope_version": 1}),
    ("document_made_is_complete", "document", "kind = 'KEY_NOTICE'", MADE),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", MADE | {"state": "WAITING"}),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", MADE | {"state": "DEAD"}),
    ("document_made_is_complete", "document", "kind = 'CERTIFICATE'", {"storage_key": "{account}"}),
    ("document_in_hand_waits", "document", "kind = 'CERTIFICATE'", {"claim": UNKNOWN_ID, "state": "DEAD"}),
    ("document_state_is_known", "document", "kind = 'CERTIFICATE'", {"state": "LOST"}),
    ("document_sha256_is_32_bytes", "document", "kind = 'CERTIFICATE'", MADE | {"sha256": "\\xab"}),
    ("electronic_acceptance_lists_are_short", "electronic_acceptance", "true", {"channels": ["EMAIL"] * 4}),
    ("electronic_acceptance_lists_are_short", "electronic_acceptance", "true", {"notice_addresses": ["x"] * 21}),
    ("electronic_acceptance_channels_are_known", "electronic_acceptance", "true", {"channels": ["FAX"]}),
    ("electronic_acceptance_channels_are_known", "electronic_acceptance", "true", {"channels": []}),
    ("electronic_acceptance_kind_is_known", "electronic_acceptance", "true", {"kind": "BID"}),
    ("electronic_acceptance_contract_type_is_known", "electronic_acceptance", "true", {"contract_type": "GOODS"}),
    ("electronic_acceptance_basis_is_known", "electronic_acceptance", "true", {"basis": "WHIM"}),
    ("fee_statement_sums_are_sound", "fee_statement", "true", LATER | {"amount": 0, "fee": 0, "due": 0}),
    ("fee_statement_sums_are_sound", "fee_statement", "true", LATER | {"fee": -1, "due": -1}),
    ("fee_statement_sums_are_sound", "fee_statement", "true", LATER | {"due": 1}),
    ("fee_statement_sums_are_sound", "fee_statement", "true", {"fee": 2, "earlier_charges": 1, "due": 1}),
    ("fee_statement_period_runs_forward", "fee_statement", "true", LATER | {"period_to": "2026-11-09"}),
    ("fee_statement_number_is_well_formed", "fee_statement", "true", LATER | {"sequence": 3}),
    ("fee_statement_number_is_well_formed", "fee_statement", "true", LATER | {"number": "31083-00001A"}),
    ("fee_statement_number_is_well_formed", "fee_statement", "true", {"sequence": 0, "number": "31083-00001A-0"}),
    ("fee_statement_number_is_well_formed", "fee_statement", "true", LATER | {"guarantee_number": None}),
    ("fee_statement_number_is_well_formed", "fee_statement", "true", LATER | {"number": "310-2026-000001"}),
    ("fee_statement_is_not_above_the_amount", "fee_statement", "true", LATER | {"fee": 20_000_001, "due": 20_000_001}),
    ("fee_statement_is_not_above_the_amount", "fee_statement", "true", LATER | {"amount": 2**53}),
    ("fee_statement_asks_for_what_is_single", "fee_statement", "true", LATER | {"due_on": "2026-12-04"}),
    ("fee_statement_asks_for_what_is_single", "fee_statement", ASKED, AGAIN | {"due_on": "2026-11-20"}),
    ("fee_statement_asks_for_what_is_single", "fee_statement", ASKED, AGAIN | {"due_on": None}),
    ("fee_statement_contract_type_is_known", "fee_statement", "true", LATER | {"contract_type": "GOODS"}),
    ("fee_statement_consolidated_has_a_month", "fee_statement", "true", LATER | {"billing_month": None}),
    ("fee_statement_consolidated_has_a_month", "fee_statement", "true", LATER | {"billing_month": "2026-11-20"}),
    ("fee_statement_consolidated_has_a_month", "fee_statement", "true", LATER | {"method": "SINGLE"}),
    ("fee_statement_kind_is_known", "fee_statement", "true", LATER | {"kind": "BID"}),
    ("fee_statement_method_is_known", "fee_statement", "true", LATER | {"method": "BARTER", "billing_month": None}),
    ("fee_table_rates_are_fractions", "fee_table", "true", NEW | {"thresholds": [], "rates_ppm": [100_001]}),
    ("fee_table_rates_are_fractions", "fee_table", "true", NEW | {"thresholds": [], "rates_ppm": [-1]}),
    ("fee_table_rates_are_fractions", "fee_table", "true", NEW | {"thresholds": [], "rates_ppm": [None]}),
    ("fee_table_has_a_rate_for_every_part", "fee_table", "true", NEW | {"thresholds": [], "rates_ppm": []}),
    ("fee_table_has_a_rate_for_every_part", "fee_table", "true", NEW | {"thresholds": [1], "rates_ppm": [1]}),
    (
        "fee_table_fits_on_a_statement",
        "fee_table",
        "true",
        NEW | {"thresholds": [1, 2, 3, 4, 5, 6], "rates_ppm": [1, 1, 1, 1, 1, 1, 1]},
    ),
    ("fee_table_thresholds_ascend", "fee_table", "true", NEW | {"thresholds": [2, 1], "rates_ppm": [1, 1, 1]}),
    ("fee_table_thresholds_ascend", "fee_table", "true", NEW | {"thresholds": [1, 1], "rates_ppm": [1, 1, 1]}),
    ("fee_table_thresholds_ascend", "fee_table", "true", NEW | {"thresholds": [0], "rates_ppm": [1, 1]}),
    ("fee_table_thresholds_ascend", "fee_table", "true", NEW | {"thresholds": [1, None], "rates_ppm": [1, 1, 1]}),
    ("fee_table_sums_are_sound", "fee_table", "true", NEW | {"minimum_fee": -1}),
    ("fee_table_sums_are_sound", "fee_table", "true", NEW | {"rounding_unit": 0}),
    ("fee_table_kind_is_known", "fee_table", "true", NEW | {"kind": "BID"}),
    ("guarantee_sums_are_positive", "guarantee", OPEN, {"amount": 0}),
    ("guarantee_sums_are_positive", "guarantee", OPEN, {"base_amount": 0}),
    ("guarantee_bank_only_for_advances", "guarantee", OPEN, {"kind": "PERFORMANCE"}),
    ("guarantee_bank_only_for_advances", "guarantee", OPEN, {"redeposit": None}),
    ("guarantee_recognition_only_for_intermediate", "guarantee", OPEN, {"recognized_on": "2026-11-01"}),
    ("guarantee_recognition_only_for_intermediate", "guarantee", OPEN, {"kind": "INTERMEDIATE_ADVANCE_PAYMENT"}),
    ("guarantee_number_is_well_formed", "guarantee", ISSUED, {"number": "31083-00001B"}),
    ("guarantee_number_is_well_formed", "guarantee", ISSUED, {"number": "3108300001A"}),
    ("guarantee_issued_is_complete", "guarantee", OPEN, {"status": "IN_FORCE"}),
    ("guarantee_issued_is_complete", "guarantee", ISSUED, {"status": "APPROVED"}),
    ("guarantee_issued_is_complete", "guarantee", ISSUED, {"serial": None}),
    ("guarantee_issued_is_complete", "guarantee", ISSUED, {"expiry_date": None}),
    ("guarantee_issued_is_paid_or_consolidated", "guarantee", ISSUED, {"fee_payment_method": "SINGLE"}),
    ("guarantee_presented_is_electronic", "guarantee", OPEN, {"presented_at": DAY}),
    ("guarantee_presented_is_electronic", "guarantee", ISSUED, {"presented_at": DAY, "medium": "PAPER"}),
    ("guarantee_handed_over_is_electronic", "guarantee", OPEN, SENT),
    ("guarantee_handed_over_is_electronic", "guarantee", ISSUED, SENT | {"medium": "PAPER"}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SENT | {"sent_at": None}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SENT | {"handover_channel": None}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SENT | {"handover_status": "NOT_SENT"}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SENT | {"handover_status": "VIEWED"}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SEEN | {"handover_status": "ACCEPTED"}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SEEN | {"handover_status": "RETURNED", "decided_at": DAY}),
    ("guarantee_handover_is_complete", "guarantee", ISSUED, SEEN | {"return_reason": "誤り"}),
    ("guarantee_presented_is_handed_over", "guarantee", ISSUED, {"presented_at": DAY}),
    ("guarantee_presented_is_handed_over", "guarantee", ISSUED, SEEN | {"presented_at": None}),
    ("guarantee_handover_status_is_known", "guarantee", ISSUED, SENT | {"handover_status": "LOST"}),
    ("guarantee_handover_channel_is_known", "guarantee", ISSUED, SENT | {"handover_channel": "PIGEON"}),
    ("guarantee_sent_is_in_the_history", "guarantee", ISSUED, SENT),
    ("guarantee_sent_is_in_the_history", "guarantee", ISSUED, {"handover_id": UNKNOWN_ID}),
    ("handover_event_sent_has_a_channel", "handover_event", "true", {"channel": None}),
    ("handover_event_sent_has_a_channel", "handover_event", "true", {"kind": "VIEWED"}),
    ("handover_event_mail_is_sent", "handover_event", "true", {"channel": "DIRECT", "mail_id": UNKNOWN_ID}),
    ("handover_event_kind_is_known", "handover_event", "true", {"kind": "LOST", "channel": None}),
    ("handover_event_channel_is_known", "handover_event", "true", {"channel": "PIGEON"}),
    ("handover_event_role_is_known", "handover_event", "true", {"role": "SURETY"}),
    ("guarantee_kind_is_known", "guarantee", OPEN, {"kind": "BID"}),
    ("guarantee_medium_is_known", "guarantee", OPEN, {"medium": "STONE"}),
    ("guarantee_status_is_known", "guarantee", OPEN, {"status": "LOST"}),
    (
        "guarantee_fee_is_paid_after_approval",
        "guarantee",
        OPEN,
        {"approved_on": "2026-11-20", "fee_paid_on": "2026-11-19"},
    ),
    ("guarantee_fee_payment_method_is_known", "guarantee", OPEN, {"fee_payment_method": "BARTER"}),
    ("message_sender_is_known", "message", "true", {"sender": "KING"}),
    ("obligee_ratios_are_fractions", "obligee", "true", {"advance_payment_ratio_bp": 10_001}),
    ("obligee_ratios_are_fractions", "obligee", "true", {"services_advance_payment_ratio_bp": -1}),
    ("obligee_sums_are_positive", "obligee", "true", {"rounding_unit": 0}),
    ("outgoing_mail_sent_has_a_time", "outgoing_mail", "true", {"state": "SENT", "event": "x"}),
    ("outgoing_mail_dead_has_a_time", "outgoing_mail", "true", {"state": "DEAD", "event": "x"}),
    ("outgoing_mail_in_hand_waits", "outgoing_mail", "true", DEAD_MAIL | {"claim": UNKNOWN_ID, "event": "x"}),
    ("outgoing_mail_kind_is_known", "outgoing_mail", "true", {"kind": "SPAM", "event": "x"}),
    ("outgoing_mail_state_is_known", "outgoing_mail", "true", {"state": "LOST", "event": "x"}),
    ("surety_mail_addresses_are_plain", "surety", "true", {"mail_sender": "a@b\r\nBcc: c@d", "name": "x"}),
    ("surety_mail_addresses_are_plain", "surety", "true", {"mail_reply_to": "山田@example.jp", "name": "x"}),
    ("surety_account_is_whole", "surety", "bank_name IS NOT NULL", {"name": "x", "bank_name": None}),
    ("surety_account_is_whole", "surety", "bank_name IS NOT NULL", {"name": "x", "account_number": "123456"}),
    ("surety_account_is_whole", "surety", "bank_name IS NOT NULL", {"name": "x", "account_type": "貯蓄"}),
    ("surety_fees_are_due_in_time", "surety", "true", {"name": "x", "fee_due_days": 0}),
    ("surety_fees_are_due_in_time", "surety", "true", {"name": "x", "fee_due_days": 91}),
    ("received_notice_sha256_is_32_bytes", "received_notice", "true", {"sha256": "\\x00"}),
    ("received_notice_has_bytes", "received_notice", "true", {"size": 0}),
    ("serial_counter_has_five_digits", "serial_counter", "true", {"last_serial": 0}),
    ("serial_counter_has_five_digits", "serial_counter", "true", {"last_serial": 100_000}),
    ("serial_counter_kind_is_known", "serial_counter", "true", {"kind": "BID"}),
]

HIDDEN = {
    "account_role_is_known": "account_belongs_to_its_role",
    "auth_key_medium_is_known": "auth_key_is_electronic",
    "document_kind_is_known": "document_belongs_to_its_kind",
}
"""Checks that another, stricter one implies."""

UNIQUE: list[Violation] = [
    ("access_token_digest_is_unique", "access_token", "true", {"name": "別"}),
    ("access_token_name_is_free", "access_token", "true", {"digest": OTHER_DIGEST}),
    ("auth_key_digest_is_unique", "auth_key", "true", {"status": "ROTATED"}),
    ("auth_key_one_active", "auth_key", "true", {"digest": OTHER_DIGEST}),
    ("certificate_one_current", "certificate", "true", {"reason": "AMENDMENT"}),
    ("certificate_one_new", "certificate", "true", {"status": "SUPERSEDED"}),
    ("document_one_certificate", "document", "kind = 'CERTIFICATE'", {}),
    ("document_one_copy", "document", "kind = 'CERTIFICATE_COPY'", {}),
    ("document_one_notice", "document", "kind = 'KEY_NOTICE'", {}),
    ("fee_statement_request_is_numbered_once", "fee_statement", ASKED, {"sequence": 2}),
    ("document_one_statement", "document", "kind = 'FEE_STATEMENT'", {}),
]

PARTIES: list[Violation] = [
    ("application_same_surety_as_branch", "application", "true", {"submission_branch_id": "{branch}"}),
    ("application_same_customer_as_contract", "application", "true", {"contractor_id": "{contractor}"}),
    ("guarantee_same_parties_as_contract", "guarantee", OPEN, {"obligee_id": "{obligee}"}),
    ("guarantee_same_contract_as_application", "guarantee", OPEN, {"contract_id": "{contract}"}),
    ("guarantee_same_surety_as_branch", "guarantee", ISSUED, {"handling_branch_id": "{branch}"}),
    ("certificate_same_surety_as_guarantee", "certificate", "true",
     FREE | {"surety_id": "{surety}", "handling_branch_id": "{branch}"}),
    ("certificate_same_surety_as_branch", "certificate", "true", FREE | {"handling_branch_id": "{branch}"}),
    (
        "outgoing_mail_same_surety_as_guarantee",
        "outgoing_mail",
        "guarantee_id IS NOT NULL",
        {"surety_id": "{surety}", "event": "x"},
    ),
    ("fee_statement_same_surety_as_guarantee", "fee_statement", "true", LATER | {"surety_id": "{surety}"}),
    ("auth_key_same_medium_as_guarantee", "auth_key", "true", {"guarantee_id": "{paper}", "digest": OTHER_DIGEST}),
]  # fmt: skip
