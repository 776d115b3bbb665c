"""The same orders and questions for other systems, described by an OpenAPI document."""
