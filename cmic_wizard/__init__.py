"""A setup wizard that takes a CMiC customer through Procore's set-up guide."""

__version__ = "0.1.0"
