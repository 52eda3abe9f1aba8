"""All that travels into a system's own environment. It needs the standard library alone."""
