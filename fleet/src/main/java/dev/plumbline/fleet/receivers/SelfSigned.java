package dev.plumbline.fleet.receivers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A key and a certificate that it signed itself, made anew: what a stand-in with TLS shows. Valid from 2020 to 2049, for
 * 127.0.0.1 or for one name. The platform can read certificates and not make them, hence the few lines of DER (RFC 5280).
 */
public final class SelfSigned {
    private static final byte[] ECDSA_SHA256 = Der.of(Der.SEQUENCE, Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private final Certificate certificate;
    private final SSLContext context;

    private SelfSigned(Certificate certificate, SSLContext context) {
        this.certificate = certificate;
        this.context = context;
    }

    /** For the address that stand-ins listen on. */
    public static SelfSigned forLoopback() {
        return create(Der.of(0x87, Der.raw(127, 0, 0, 1)));
    }

    /** For a DNS name. */
    public static SelfSigned forName(String name) {
        return create(Der.text(0x82, name));
    }

    private static SelfSigned create(byte[] subjectName) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] der = sign(pair, contents(pair, subjectName));
            Certificate made = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return new SelfSigned(made, context(pair, made));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static byte[] contents(KeyPair pair, byte[] subjectName) {
        byte[] version = Der.of(0xa0, Der.of(Der.INTEGER, Der.raw(2)));
        byte[] serial = Der.of(Der.INTEGER, Der.raw(1));
        byte[] commonName = Der.of(Der.SEQUENCE, Der.oid(0x55, 0x04, 0x03), Der.text(Der.UTF8_STRING, "stand-in"));
        byte[] name = Der.of(Der.SEQUENCE, Der.of(Der.SET, commonName));
        byte[] validity = Der.of(Der.SEQUENCE, Der.text(Der.UTC_TIME, "200101000000Z"), Der.text(Der.UTC_TIME, "491231235959Z"));
        byte[] authority = Der.of(Der.SEQUENCE, Der.oid(0x55, 0x1d, 0x13),
                Der.of(Der.OCTET_STRING, Der.of(Der.SEQUENCE, Der.raw(0x01, 0x01, 0xff))));
        byte[] names = Der.of(Der.SEQUENCE, Der.oid(0x55, 0x1d, 0x11),
                Der.of(Der.OCTET_STRING, Der.of(Der.SEQUENCE, subjectName)));
        byte[] extensions = Der.of(0xa3, Der.of(Der.SEQUENCE, authority, names));
        return Der.of(Der.SEQUENCE, version, serial, ECDSA_SHA256, name, validity, name, pair.getPublic().getEncoded(), extensions);
    }

    private static byte[] sign(KeyPair pair, byte[] contents) throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(contents);
        return Der.of(Der.SEQUENCE, contents, ECDSA_SHA256, Der.bits(signature.sign()));
    }

    private static SSLContext context(KeyPair pair, Certificate certificate) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("stand-in", pair.getPrivate(), new char[0], new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** The certificate as PEM: what a client must trust. */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate just made cannot be encoded", e);
        }
    }

    /** Puts the server's side of TLS around a connection; the hands are shaken at the first read or write. */
    SSLSocket serve(Socket plain) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        socket.setUseClientMode(false);
        return socket;
    }
}
