"""Cleaning up: the dialog that shows a plan before anything is done, and the history with its ways back.

`dialog.CleanupDialog(context, groups, parent)` makes the plan, rehearses it, carries it out, and undoes it;
`history.HistoryView(context, parent)` is the page of everything that was done. Both emit `changed` when
files were touched: whoever shows photos or groups of the library refreshes.
"""
