"""The public information site: its texts, and which obligees accept electronic guarantees."""
