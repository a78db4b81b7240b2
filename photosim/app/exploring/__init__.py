"""Ways to look around in a library: by looks, by what stands out, from afar."""
