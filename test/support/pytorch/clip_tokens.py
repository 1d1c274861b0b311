"""The token numbers of open_clip: `clip_tokens.py FOLDER` reads texts.json and writes tokens.json.

`repaired` is true for texts that ftfy takes for decoded with a wrong encoding.
"""

import json
import sys
from pathlib import Path

import ftfy
import open_clip_here

folder = Path(sys.argv[1])
texts = json.loads((folder / "texts.json").read_text())
tokenizer = open_clip_here.open_clip.SimpleTokenizer()


def numbers(text):
    all_numbers = [tokenizer.sot_token_id, *tokenizer.encode(text), tokenizer.eot_token_id]
    return all_numbers if len(all_numbers) <= 77 else [*all_numbers[:76], tokenizer.eot_token_id]


def is_repaired(text):
    return ftfy.fix_text(text) != ftfy.fix_text(text, fix_encoding=False)


tokens = [numbers(text) for text in texts]
(folder / "tokens.json").write_text(json.dumps({"tokens": tokens, "repaired": [is_repaired(text) for text in texts]}))
