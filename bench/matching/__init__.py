"""Which prediction answers which gold annotation."""
