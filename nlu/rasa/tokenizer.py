"""Words for the classifier: the same for NFC and NFD, capitals or not, with or without diacritics."""

from __future__ import annotations

from typing import Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.text import MARK, NUMBER, analyse, fold

_NOTHING: Final = "__nothing__"
_QUESTION: Final = "__question__"
MAX_TOKENS: Final = 200


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """Tokens whose ``text`` is the word as meant (NFC, lower case, chat spellings and Telex keys read) and whose
    ``lemma`` is that word without diacritics.

    A featurizer chooses between the two with ``use_lemma``. The message's own text stays as it was typed. There
    is always at least one token: a message without features would make the classifier fail.
    """

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """At most :data:`MAX_TOKENS` words; a question mark counts as a word, a number by its length only."""
        text = str(message.get(attribute))
        tokens: list[Token] = []
        for token in analyse(text).tokens[: 2 * MAX_TOKENS]:
            if token.kind == MARK:
                if token.text != "?" or (tokens and tokens[-1].text == _QUESTION):
                    continue
                word = plain = _QUESTION
            elif token.kind == NUMBER:
                word = plain = f"digits{min(len(token.text), 13)}"
            else:
                word, plain = token.spoken, fold(token.spoken)
            tokens.append(Token(word, token.start, token.end, lemma=plain))
        return tokens[:MAX_TOKENS] or [Token(_NOTHING, 0, len(text), lemma=_NOTHING)]
