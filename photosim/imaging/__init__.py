"""A file becomes pixels and facts: discovery, decoding, thumbnails, metadata.

Hostile or broken files are met here and nowhere else: only formats of one table are ever opened,
and `pool.DecodePool` keeps what decoders may do to a process away from the rest of photosim.
"""
