"""The map of the world: shapes from Natural Earth, drawn once, coloured by each page that shows it."""
