/** How code is shown. A block that scrolls would be a region without a name to a screen reader. */
export default { defaultProps: { wrap: true } };
