/** How code is shown. A block that scrolls would be a region without a name to a screen reader. */
export default {
  defaultProps: { wrap: true },
  // A JSON pointer in the first lines would be taken for a file name, and left out of the block.
  frames: { extractFileNameFromCode: false },
};
