"""How reads are declared and selected: fields, lookahead, ids, connections."""
