"""Stretches of articles and what readers say of them.

`records` are what is said, `lines` its form in JSON, `store` the files of a
checkout, `splits` the parts, `formats` how annotations travel, `pairing` which
of two readers' stretches are the same, `second` how far two readers agree.
"""
