// The reason why an image is not decoded. `decodeImage` adds the image's name and throws a DataError.

/** An image that is not decoded, with the finding and the remedy. */
export class ImageRefusal extends Error {
  /**
   * @param found the finding, such as `an empty file`
   * @param advice the remedy, such as `copy it again`
   */
  constructor(
    readonly found: string,
    readonly advice: string,
  ) {
    super(`found ${found}; ${advice}`);
  }
}
