"""Finds NLTK and its data without importing them."""

import pathlib
from importlib.util import find_spec


def has_nltk():
    return find_spec("nltk") is not None


def carried_data():
    """Returns the folder of NLTK's data inside llama-index-core, or None."""
    spec = find_spec("llama_index")
    for place in spec.submodule_search_locations if spec else []:
        folder = pathlib.Path(place) / "core" / "_static" / "nltk_cache"
        if folder.exists():
            return str(folder)
    return None
