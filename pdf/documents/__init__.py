"""The documents: what each says and how it looks, from frozen data to signed bytes."""
