"""How what the store holds is said to people, in their language."""
