"""Results as one self-contained HTML page: tables, plots, failures, and each article with its marks."""
