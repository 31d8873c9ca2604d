"""Where the service user's password is kept: the system's key ring, or a vault under a passphrase."""
