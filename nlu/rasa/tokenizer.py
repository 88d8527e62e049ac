"""Our words as tokens, for pipelines made of Rasa's own featurizers (``bot/compare.py``)."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.rasa.words import words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """Tokens whose ``text`` is the word as meant and whose ``lemma`` is that word without diacritics, so that a
    featurizer chooses between the two with ``use_lemma``."""

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of one attribute."""
        return [Token(w.meant, w.start, w.end, lemma=w.plain) for w in words(str(message.get(attribute)))]
