"""`claims train`: what it refuses, before anything is trained."""


def test_train_names_the_settings_that_are_missing(claims, tmp_path):
    ran = claims("train", "detector", "--config", str(tmp_path / "gone.toml"))
    assert ran.code == 2
    assert "E304" in ran.err
    assert "gone.toml" in ran.err
