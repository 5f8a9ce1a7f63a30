"""`claims train`: what it refuses, before anything is trained."""


def test_train_names_the_settings_that_are_missing(claims, tmp_path):
    ran = claims("train", "detector", "--config", str(tmp_path / "gone.toml"))
    assert ran.code == 2
    assert "E304" in ran.err
    assert "gone.toml" in ran.err


def test_train_names_the_set_that_is_missing(claims, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        'ships = true\nstart = ""\nrank = 2\ndropout = 0.1\nwarmup = 0.1\nbatch = 2\nlongest = 64\n'
        'seed = 1\nfindings = 1\nconclusions = 1\ncalibrate = ["scifact/dev"]\n'
        '[[stages]]\nsets = ["scifact/train"]\nrate = 0.1\nepochs = 1\n'
    )
    out = ("--out", str(tmp_path / "out"), "--data-dir", str(tmp_path))
    ran = claims("train", "verdict", "--config", str(path), *out)
    assert ran.code == 2
    assert "E305" in ran.err
    assert "scifact/train.jsonl.gz" in ran.err
