"""The door: signing in and out, second factors, one's own account, outside identities."""
