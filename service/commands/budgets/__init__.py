"""What was appropriated to a fund, and who may move or draw it."""
