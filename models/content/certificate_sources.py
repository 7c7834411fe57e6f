"""SQL of content that is not a column of a row: over the rows that an issue joins."""

MEMBERS = """coalesce((
    SELECT jsonb_agg(jsonb_build_object(
        'name', party -> 'name', 'address', CASE WHEN place = 1 THEN to_jsonb(contractor.address::text)
        ELSE party -> 'address' END, 'share_percent', party -> 'share_percent', 'is_lead', place = 1
    ) ORDER BY place)
    FROM jsonb_array_elements(contract.joint_venture_parties) WITH ORDINALITY AS known (party, place)
), (
    SELECT jsonb_agg(jsonb_build_object(
        'name', member.name, 'address', CASE WHEN is_lead THEN contractor.address END,
        'share_percent', NULL, 'is_lead', is_lead
    ) ORDER BY place)
    FROM unnest(contract.joint_venture_members) WITH ORDINALITY AS member (name, place),
    LATERAL (SELECT place = coalesce(array_position(contract.joint_venture_members, contractor.name::text), 1)
        AS is_lead) AS named
), '[]')"""
"""A contract's members as JSON, with what is known of them. The lead is the contractor, with its address of today.

Of some contracts only the names are known; there, if no member has exactly the name of the contractor, the first one
is the lead.
"""
OBLIGEE_TITLE = "coalesce(contracting_officer.title, obligee.title)"
"""被保証者: the contract's contracting officer, else the obligee itself."""
OFFICER_OF_CONTRACT = """LEFT JOIN contracting_officer
    ON contracting_officer.id = contract.contracting_officer_id"""
"""The join that its source needs."""
GENERAL_TERMS = """CASE guarantee.kind WHEN 'ADVANCE_PAYMENT' THEN surety.advance_payment_terms
    WHEN 'INTERMEDIATE_ADVANCE_PAYMENT' THEN surety.intermediate_terms ELSE surety.performance_terms END"""
"""The surety's general terms for the kind of guarantee."""
