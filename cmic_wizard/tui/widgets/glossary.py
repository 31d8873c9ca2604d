"""Words of networks and of keeping secrets, explained to people who work with neither."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_

GLOSSARY: Final = (
    (
        N_("Check number"),
        N_(
            "Sixteen digits and letters. Where customer and specialist see the same ones, nothing in the "
            "file was changed on its way."
        ),
    ),
    (
        N_("Environment"),
        N_(
            "One of several copies of CMiC on a server, such as cmicprod for daily work or cmictest for "
            "tests."
        ),
    ),
    (
        N_("Host and port"),
        N_(
            "A server's name on the network, and the number of the door at which a program answers; 443 for "
            "https."
        ),
    ),
    (N_("IP allow-list"), N_("A firewall's list of the computers that it lets in, by their IP addresses.")),
    (
        N_("Key ring"),
        N_(
            "The place where your computer's own system keeps passwords: Credential Manager, Keychain or "
            "Secret Service."
        ),
    ),
    (
        N_("OAuth and token"),
        N_(
            "A way to sign in without handing over the password: a sign-in service issues a token, a "
            "pass that soon expires."
        ),
    ),
    (N_("Passphrase"), N_("A long password of several words; only you know it, and nobody can reset it.")),
    (
        N_("Proxy"),
        N_("A computer in many companies' networks through which every connection to the internet goes."),
    ),
    (
        N_("Public key"),
        N_(
            "The half of a key that everybody may know: it locks a file. Only the secret half, which "
            "stays with its owner, opens it."
        ),
    ),
    (
        N_("REST API"),
        N_(
            "The entrance of CMiC for other programs, such as Procore's integration; people use the "
            "login page instead."
        ),
    ),
    (
        N_("Seal"),
        N_(
            "To encrypt a file so that only one person can open it: with that person's key, or with six "
            "words told by phone."
        ),
    ),
    (
        N_("Tenant ID"),
        N_(
            "The short word that tells one company from the others in CMiC Cloud; the login page calls "
            "it Client ID."
        ),
    ),
    (
        N_("TLS and certificate"),
        N_(
            "What makes a connection secure: TLS encrypts it, and the certificate proves that the server "
            "is the one it claims to be."
        ),
    ),
    (
        N_("Vault"),
        N_(
            "An encrypted file of this wizard for passwords, opened by your passphrase, where the key "
            "ring can't be used."
        ),
    ),
)
"""What is explained, with its explanation, in the alphabet's order in English."""
