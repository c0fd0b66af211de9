/** Makes what is acted on; what is made can be sent together with `more`. */
export const andMore =
  <S extends object>(make: () => Promise<S>) =>
  async <const M extends object>(more: M): Promise<S & M> => ({ ...(await make()), ...more })
