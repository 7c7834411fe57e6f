"""The audit log as evidence: sealing, verification, and the timeline of a guarantee."""
