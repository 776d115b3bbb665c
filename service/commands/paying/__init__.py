"""What a class has earned, to whom it goes, and the books that say so."""
