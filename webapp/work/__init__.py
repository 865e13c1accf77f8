"""Long work that people ask for: kinds, asking, doing. One way for all of it, one page, one table.

A page or program asks (:mod:`webapp.work.asking`); the worker does it (:mod:`webapp.work.doing`)
step by step; ``/work`` shows how far it is. What each kind does is one file in
:mod:`webapp.work.kinds`.
"""
