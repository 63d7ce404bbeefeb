/** What WhatsApp takes in one message. Lengths are counted in UTF-16 units, which is never less than what Meta counts. */
export const LIMITS = {
  text: 4096,
  caption: 1024,
  /** With buttons or a list. Meta's page allows a list 4096, its own older documents do not. */
  interactiveBody: 1024,
  /** Of a template, with its variables filled in. */
  templateBody: 1024,
  buttons: 3,
  buttonTitle: 20,
  templateButton: 25,
  buttonId: 256,
  listButton: 20,
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
  rowId: 200,
} as const;
