"""Whether ledger, batches and bank agree: days closed, statements, trial balance."""
