"""The municipality's own login: OpenID Connect through allauth, and what we ask of it besides."""
