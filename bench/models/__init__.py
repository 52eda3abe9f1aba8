"""Shared parts of systems that ask a language model: the service with its recorded exchanges, and quotes."""
