"""Sharing a workspace through git: what may be published, and what stays with those who may have it.

texts      the files that are shared: whole, and without anything that should not be published?
leaks      keys, tokens and addresses in a text that is about to be shared
private    sources whose raw files stay out of git; what git tracks and leaves out
keys       the same keys for those who have the private files and for those who don't
asked_git  what git says of the files
"""
