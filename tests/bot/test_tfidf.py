"""One text at a time gives what scikit-learn gives for a collection."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.rasa.tfidf import Rows

TEXTS = ["xin giấy độc thân", "xin xin giấy", "khai sinh cho con", "hết bao nhiêu tiền", "giấy này hết bao nhiêu tiền"]
ODD = ["", " ", "!!!", "😀", "giấy " * 300, "chữ chưa gặp bao giờ", "xin giấy khai sinh hết tiền", "GIẤY\x00giấy"]


@pytest.mark.parametrize("analyzer", ["word", "char_wb"])
@pytest.mark.parametrize("text", TEXTS + ODD)
def test_the_row_of_a_text_is_that_of_the_vectorizer(text: str, analyzer: str) -> None:
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=(1, 3), sublinear_tf=True)
    vectorizer.fit(TEXTS)
    rows = Rows(vectorizer)
    row = np.zeros(rows.width)
    columns, values = rows.of(text)
    row[columns] = values
    assert len(set(columns)) == len(columns)
    np.testing.assert_allclose(row, vectorizer.transform([text]).toarray().ravel(), atol=1e-12)
