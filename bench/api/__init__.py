"""The functions that ``import bench`` offers: each takes paths or objects and calls the packages below it."""
