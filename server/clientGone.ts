/** Nobody is left to be told. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";

  constructor() {
    super("the client has gone");
  }
}
