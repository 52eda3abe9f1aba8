"""What systems that ask a language model share: the service and its recorded exchanges, and quotes."""
