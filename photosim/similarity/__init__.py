"""Numbers become answers: neighbours, relations, groups, keepers. scikit-learn lives here only."""
