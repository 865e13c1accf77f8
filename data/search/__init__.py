"""Full-text search in all languages: one way to cut texts into words for both stores.

SQLite (FTS5) and PostgreSQL (tsvector) each have tokenizers of their own, which disagree and know
neither Chinese nor Thai. Words are cut here, so that both find the same.
"""
