"""The institution's desk: forms in parts, drafts, tables from a spreadsheet, where the money is."""
