"""Who is told of what at once: wishes, how they match, and what they would have brought."""
