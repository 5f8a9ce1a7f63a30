"""Words of one side: they are learned where they tell, and tell nothing where they do not."""

from pipeline.learn.entailment.shortcuts import learn_shortcut

LEARNED = [("tea never helps", "contradict"), ("tea helps", "support")] * 5


def test_shortcuts_learn_a_word_that_gives_a_label_away():
    assert learn_shortcut(LEARNED, ["mint never helps", "mint helps"]) == ["contradict", "support"]
