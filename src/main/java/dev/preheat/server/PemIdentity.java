package dev.preheat.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A certificate chain and the private key of its first certificate.
 *
 * <p>They are read from PEM (RFC 7468). The JDK reads PEM certificates, but keys only as a preview (PEMDecoder, JEP 470), and
 * Jetty 12.1 reads neither, so finding the blocks is our own code; the JDK reads their contents.
 */
record PemIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** The password that a key store needs even in memory, where it protects nothing. */
    static final String PASSWORD = "none";

    private static final int LARGEST_FILE = 1024 * 1024;
    private static final int MOST_CERTIFICATES = 10;
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final Map<String, String> SIGNING = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    PemIdentity {
        chain = List.copyOf(chain);
    }

    /** Tells the operator why two files cannot be used. */
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed to the JDK at once; nobody compares blocks
    private record Block(String label, byte[] bytes) {}

    /** Reads both files, each of at most 1 MiB, and checks that the key is the first certificate's. */
    static PemIdentity read(TlsFiles files) throws Unusable {
        var chain = chain(files.certificate());
        var key = key(files.key(), chain.getFirst().getPublicKey().getAlgorithm());
        if (!belongs(key, chain.getFirst().getPublicKey())) {
            throw new Unusable(files.key() + " is not the key of the first certificate in " + files.certificate());
        }
        return new PemIdentity(key, chain);
    }

    KeyStore keyStore() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("listener", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("every JDK has PKCS12", broken);
        }
    }

    private static List<X509Certificate> chain(Path file) throws Unusable {
        var chain = new ArrayList<X509Certificate>();
        for (var block : blocks(file)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(certificate(file, block));
            }
        }
        if (chain.isEmpty() || chain.size() > MOST_CERTIFICATES) {
            throw new Unusable(
                    file + " must have 1 to " + MOST_CERTIFICATES + " certificates, but has " + chain.size());
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i).getSubjectX500Principal().equals(chain.get(i - 1).getIssuerX500Principal())
                    || chain.subList(0, i).contains(chain.get(i))) {
                throw new Unusable(
                        "in " + file + " certificate " + (i + 1) + " is not the issuer of the one before it");
            }
        }
        return chain;
    }

    private static X509Certificate certificate(Path file, Block block) throws Unusable {
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
            return (X509Certificate) read;
        } catch (GeneralSecurityException broken) {
            throw new Unusable(file + " has a certificate that cannot be read: " + broken.getMessage());
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws Unusable {
        if (!SIGNING.containsKey(algorithm)) {
            throw new Unusable("the certificate must be of an RSA or EC key, but is of " + algorithm);
        }
        var block = keyBlock(file);
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
        } catch (GeneralSecurityException _) {
            // its own message may quote the key
            throw new Unusable(file + " must be an " + algorithm + " key, as the certificate is, but is not");
        }
    }

    private static Block keyBlock(Path file) throws Unusable {
        var keys = blocks(file).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new Unusable(file + " must have one private key, but has " + keys.size());
        }
        return switch (keys.getFirst().label()) {
            case "PRIVATE KEY" -> keys.getFirst();
            case "ENCRYPTED PRIVATE KEY" ->
                throw new Unusable(file + " must not be encrypted; decrypt it: openssl pkey -in " + file);
            default ->
                throw new Unusable(
                        file + " must be PKCS#8, but is not; convert it: openssl pkcs8 -topk8 -nocrypt -in " + file);
        };
    }

    private static List<Block> blocks(Path file) throws Unusable {
        var blocks = new ArrayList<Block>();
        var found = BLOCK.matcher(text(file));
        while (found.find()) {
            try {
                blocks.add(new Block(found.group(1), Base64.getMimeDecoder().decode(found.group(2))));
            } catch (IllegalArgumentException _) {
                throw new Unusable(file + " has a " + found.group(1) + " that is not Base64");
            }
        }
        return blocks;
    }

    private static String text(Path file) throws Unusable {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new Unusable(file + " is larger than 1 MiB");
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IOException broken) {
            throw new Unusable(file + " cannot be read: " + why(broken));
        }
    }

    private static String why(IOException broken) {
        return switch (broken) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission is denied to user " + System.getProperty("user.name");
            default -> String.valueOf(broken.getMessage());
        };
    }

    private static boolean belongs(PrivateKey key, PublicKey certified) {
        try {
            var probe = new byte[32];
            var signing = Signature.getInstance(SIGNING.getOrDefault(key.getAlgorithm(), ""));
            signing.initSign(key);
            signing.update(probe);
            var signature = signing.sign();
            signing.initVerify(certified);
            signing.update(probe);
            return signing.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
