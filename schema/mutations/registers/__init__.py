"""Keeping the registers: sureties, branches, obligees, contractors."""
