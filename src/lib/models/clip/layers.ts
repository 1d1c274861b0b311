// The summary of CLIP.
import { type Layer, layer } from "../summary/layers.js";
import type { ClipOptions } from "./options.js";

/** Lists the layers. @param size number of tokens */
export function clipLayers(options: ClipOptions, size: number): Layer[] {
  const { imageSize, tower, patchSize, width, imageLayers, embedding, textWidth, textLayers, context } =
    options;
  const owners = (...names: string[]) => names.map((name) => ({ name }));
  const tokens = (imageSize / patchSize) ** 2 + 1;
  const image =
    tower === "vit"
      ? [
          layer(
            "patches",
            `${patchSize}×${patchSize} convolution, class token, positions`,
            [tokens, width],
            ["image"],
            0,
            [
              ...owners(
                "visual.conv1",
                "visual.class_embedding",
                "visual.positional_embedding",
                "visual.ln_pre",
              ),
            ],
          ),
          layer("image blocks", `${imageLayers[0]} transformer blocks`, [tokens, width], ["patches"], 0, [
            ...owners("visual.transformer"),
          ]),
          layer(
            "v",
            "class token, projected",
            [embedding],
            ["image blocks"],
            0,
            owners("visual.ln_post", "visual.proj"),
          ),
        ]
      : resNetLayers(options);
  return [
    layer("image", "RGB", [imageSize, imageSize, 3], [], 0),
    ...image,
    layer("text", "byte-pair numbers", [context], [], 1),
    layer("tokens", `embeddings of ${size} tokens, positions`, [context, textWidth], ["text"], 1, [
      ...owners("token_embedding", "positional_embedding"),
    ]),
    layer("text blocks", `${textLayers} causal transformer blocks`, [context, textWidth], ["tokens"], 1, [
      ...owners("transformer"),
    ]),
    layer(
      "t",
      "last token, projected",
      [embedding],
      ["text blocks"],
      1,
      owners("ln_final", "text_projection"),
    ),
    layer("score", "cosine of v and t", [], ["v", "t"], 0.5, owners("logit_scale")),
  ];
}

function resNetLayers({ imageSize, width, imageLayers, embedding }: ClipOptions): Layer[] {
  const side = imageSize / 4;
  const stem = [1, 2, 3].flatMap((i) => [{ name: `visual.conv${i}` }, { name: `visual.bn${i}` }]);
  const stages = imageLayers.map((count, i) => {
    const cells = side / 2 ** i;
    const before = i === 0 ? "stem" : `stage ${i}`;
    const output = [cells, cells, 4 * width * 2 ** i];
    return layer(`stage ${i + 1}`, `${count} bottleneck blocks`, output, [before], 0, [
      { name: `visual.layer${i + 1}` },
    ]);
  });
  return [
    layer("stem", "three 3×3 convolutions, average pooling", [side, side, width], ["image"], 0, stem),
    ...stages,
    layer("v", "attention pooling", [embedding], [`stage ${imageLayers.length}`], 0, [
      { name: "visual.attnpool" },
    ]),
  ];
}
