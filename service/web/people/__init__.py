"""Pages about people: who works a step, who stands in, and the three administrators' desks."""
