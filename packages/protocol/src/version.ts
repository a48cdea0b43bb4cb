/** Raised by any change that an older page or server could not understand; compared in the socket handshake. */
export const PROTOCOL_VERSION = 4
