"""Pages: one file per part of the app, each with a ``blueprint``; found by scanning this folder."""
