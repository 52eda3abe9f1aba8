"""The exit codes of the command line. A failure to run has another code than a bad score."""

DONE = 0
BELOW_THRESHOLD = 1
WRONG_USAGE = 2
DOCUMENTS_FAILED = 3
INVALID_DATA = 4
UNDECIDED = 5
FAULT_OF_OURS = 70
INTERRUPTED = 130
