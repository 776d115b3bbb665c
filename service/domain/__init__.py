"""What the office knows without a computer: days, money, plans, rosters, rules and roles."""
