"""The part of bench that is copied into a system's own environment. It needs the standard library only."""
