"""The service: carries one training class from the request to open it to the last yuan paid for it."""
