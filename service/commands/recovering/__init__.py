"""Money that comes back: by repayment, instalments, offset, or not at all."""
