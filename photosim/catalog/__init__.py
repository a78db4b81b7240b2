"""What is known, on disk: files, contents, codes, problems, thumbnails. The only room with SQLite."""
