"""Resources of the API: one file each, found by scanning this folder."""
