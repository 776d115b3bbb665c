"""Coming in and going out: sittings, tries, passwords, second factors, outside identities."""
