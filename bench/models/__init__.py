"""The parts that systems with a language model share: the service, its recorded exchanges, and quotes."""
