"""The standard figures as files, drawn with matplotlib, which is imported only when one is drawn."""
