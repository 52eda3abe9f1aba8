"""The functions of ``import bench``: each takes paths or objects, and calls the other packages of bench."""
