"""Pages and tables that open anywhere: groups, and plans before they are carried out."""
