"""The look and the small parts that every page is put together from."""
