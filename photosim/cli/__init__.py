"""The command line: arguments in, plain sentences and JSON out."""
