"""Looking after a class: catalogues, visits, changes, comparisons, fraud and the lists."""
