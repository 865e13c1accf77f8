"""Signing in by OpenID Connect: the issuer of the settings vouches for people whom we know."""
