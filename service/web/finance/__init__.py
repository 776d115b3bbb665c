"""The pages of money: the desk, budgets, batches, bank files, recovery, the books."""
