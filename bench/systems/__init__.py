"""Systems: finding them, their needs, and the environments that they run in."""
