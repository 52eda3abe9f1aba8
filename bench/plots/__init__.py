"""The standard figures as files, drawn by matplotlib, which is imported only when a figure is drawn."""
