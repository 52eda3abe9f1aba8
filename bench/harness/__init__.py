"""The harness: it runs systems in processes of their own and collects their predictions."""
