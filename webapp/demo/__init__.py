"""The demo: a small world of sample authorities on the loopback, and the whole job run on it.

``samples`` reads the bundled texts, ``world`` and ``corpus`` make web pages of texts,
``server`` serves them, ``run`` drives the real crawler, analysis and delivery over them.
"""
