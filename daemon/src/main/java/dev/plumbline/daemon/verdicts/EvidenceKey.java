package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs evidence with Ed25519 (RFC 8032), so that who has the public key can tell that a daemon with the private one wrote it, and that nobody changed it
 * since. Immutable.
 */
public final class EvidenceKey {
    /** Name of the private key's file in the data folder. */
    public static final String FILE = "evidence-key.pem";
    static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int ID_BYTES = 8;
    private final PrivateKey key;
    private final PublicKey open;

    private EvidenceKey(KeyPair pair) {
        key = pair.getPrivate();
        open = pair.getPublic();
    }

    /** One that nobody else will ever have. */
    public static EvidenceKey ephemeral() {
        return new EvidenceKey(generate());
    }

    /**
     * The key in a folder; makes one that only the process' user can read when there is none.
     *
     * @throws PlumblineException of kind RESOURCE when it cannot be read or written, or is not a pair of keys of Ed25519
     */
    public static EvidenceKey in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                write(file, generate());
            }
            return read(Files.readString(file));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw PlumblineException.resource("the key that signs evidence, " + file + ", cannot be used: " + e.getMessage()
                    + "; it must be a PKCS #8 private key of Ed25519 and its public key, both as PEM; without the file a new one is made", e);
        }
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static void write(Path file, KeyPair pair) throws IOException {
        Path draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(draft);
        }
        Files.writeString(draft, pem(PRIVATE, pair.getPrivate().getEncoded()) + pem(PUBLIC, pair.getPublic().getEncoded()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static EvidenceKey read(String text) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
        PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(PRIVATE, text)));
        PublicKey open = keys.generatePublic(new X509EncodedKeySpec(bytes(PUBLIC, text)));
        if (!(secret instanceof EdECPrivateKey ed) || !ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            throw new IllegalArgumentException("it is a key of " + secret.getAlgorithm());
        }
        var read = new EvidenceKey(new KeyPair(open, secret));
        if (!verifies(read.publicPem(), "", read.sign(""))) {
            throw new IllegalArgumentException("its two keys do not belong together");
        }
        return read;
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + what + "-----\n";
    }

    private static byte[] bytes(String what, String text) {
        String begin = "-----BEGIN " + what + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + what + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("it has no " + what);
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    /** Names the public key: the first 8 bytes of the SHA-256 of its X.509 encoding, hexadecimal. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(open.getEncoded());
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The public key as PEM (X.509 SubjectPublicKeyInfo). */
    public String publicPem() {
        return pem(PUBLIC, open.getEncoded());
    }

    /** The signature of a text's UTF-8, in base 64. */
    String sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key signs nothing", e);
        }
    }

    /** Whether the signature is that of the text by the owner of the public key; false too for what is no key or signature. */
    static boolean verifies(String publicPem, String text, String signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes(PUBLIC, publicPem))));
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
