/** Fen as yuan: `1,234.50`. */
export const yuanOf = (fen: number) =>
  (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Yuan as they were typed, in fen. */
export const fenOf = (yuan: number) => Math.round(yuan * 100)
