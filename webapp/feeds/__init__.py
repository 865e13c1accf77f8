"""What other programs read of alerts: JSON Feed, Atom, and a calendar of the days ahead."""
