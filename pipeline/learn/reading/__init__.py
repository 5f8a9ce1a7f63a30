"""How well articles are read, against what somebody marked in them.

`claims` has the tool read an article and puts what it found into the form of
annotations; `comparing` holds one annotation against another, field by field;
`scores` adds up; `pages` does it for real pages, whose text is not ours to keep.
"""
