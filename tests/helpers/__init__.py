"""What several tests share: fixtures, guards and small builders."""
