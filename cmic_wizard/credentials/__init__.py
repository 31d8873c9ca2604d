"""Where the service user's password is kept: the operating system's key ring, or a vault under a passphrase."""
