"""The detector of claims learns from the annotated articles.

`examples` are windows with the claims in them, `config` is what a training is
told, `training` fits adapter and head to the examples.
"""
