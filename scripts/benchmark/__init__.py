"""How good the codes are: attacked copies of real photos, and the hashes everyone uses beside them."""
