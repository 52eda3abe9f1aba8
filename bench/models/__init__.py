"""Code for systems that ask a language model: requests to a service, recorded exchanges, and quotes of a text."""
