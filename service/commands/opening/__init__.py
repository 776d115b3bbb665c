"""A request to open a class: who may ask, what is checked, how it is taken in."""
