"""Spreadsheets and files of cells, read within limits and written without formulas."""
