"""Systems as they are declared: finding them, what they need, the environments they run in."""
