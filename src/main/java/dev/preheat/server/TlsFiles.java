package dev.preheat.server;

import java.nio.file.Path;

/**
 * The files of the listener's certificate and of its key.
 *
 * @param certificate PEM: the server's own certificate first, then those that lead to a root
 * @param key PEM: one unencrypted PKCS#8 key, RSA or EC
 */
public record TlsFiles(Path certificate, Path key) {}
