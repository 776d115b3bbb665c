"""The service: carries one class from the request to open it to the last yuan paid for it."""
