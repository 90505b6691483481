package dev.plumbline.daemon.http;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsVersion;
import dev.plumbline.daemon.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS around connected sockets, as a configuration says. Certificates and keys are read when first needed, and
 * again for the next connection when a file's time or size has changed, so that rotated ones are seen. Thread-safe.
 */
public final class TlsContext {
    private final HttpClientConfig.TlsConfig tls;
    private @Nullable SSLContext context;
    private List<String> stamps = List.of();

    public TlsContext(HttpClientConfig.TlsConfig tls) {
        this.tls = tls;
    }

    /**
     * Shakes hands; the certificate must be for {@code host} or the configured server name.
     *
     * @throws SSLException when certificates cannot be read, or the other side cannot be trusted
     */
    public SSLSocket wrap(Socket socket, String host, int port) throws IOException {
        String name = tls.serverName() == null ? host : tls.serverName();
        var wrapped = (SSLSocket) context().getSocketFactory().createSocket(socket, name, port, true);
        var parameters = wrapped.getSSLParameters();
        if (!tls.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!name.isEmpty() && Character.isLetter(name.charAt(0)) && name.indexOf(':') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        parameters.setProtocols(protocols());
        wrapped.setSSLParameters(parameters);
        wrapped.startHandshake();
        return wrapped;
    }

    /** From the oldest to the newest version allowed; TLS 1.2 when no oldest is given, as in Prometheus. */
    String[] protocols() throws SSLException {
        TlsVersion min = tls.minVersion() == null ? TlsVersion.TLS12 : tls.minVersion();
        TlsVersion max = tls.maxVersion() == null ? TlsVersion.TLS13 : tls.maxVersion();
        if (min.compareTo(max) > 0) {
            throw new SSLException("min_version " + min + " is above max_version " + max
                    + ": expected a range of TLS versions");
        }
        return EnumSet.range(min, max).stream().map(TlsContext::protocol).toArray(String[]::new);
    }

    private static String protocol(TlsVersion version) {
        return switch (version) {
            case TLS10 -> "TLSv1";
            case TLS11 -> "TLSv1.1";
            case TLS12 -> "TLSv1.2";
            case TLS13 -> "TLSv1.3";
        };
    }

    /** Keys and trust as they are in the files now; names are not checked by it. */
    synchronized SSLContext context() throws IOException {
        List<String> now = stamps();
        SSLContext known = context;
        if (known != null && now.equals(stamps)) {
            return known;
        }
        SSLContext fresh = create(tls);
        context = fresh;
        stamps = now;
        return fresh;
    }

    /** Time and size of each file, taken before reading, so that a change in between is seen the next time. */
    private List<String> stamps() {
        List<String> found = new ArrayList<>();
        stamp(tls.ca() == null ? null : tls.ca().file(), found);
        stamp(tls.cert() == null ? null : tls.cert().file(), found);
        stamp(tls.key() instanceof Secret.InFile key ? key.file() : null, found);
        return found;
    }

    private static void stamp(@Nullable Path file, List<String> into) {
        if (file != null) {
            try {
                into.add(Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException e) {
                into.add("unreadable"); // reading it will say why
            }
        }
    }

    private static SSLContext create(HttpClientConfig.TlsConfig tls) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls), trustManagers(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    static TrustManager @Nullable [] trustManagers(HttpClientConfig.TlsConfig tls) throws GeneralSecurityException, IOException {
        if (tls.insecureSkipVerify()) {
            return new TrustManager[] {new TrustEverything()};
        }
        if (tls.ca() == null) {
            return null;
        }
        var store = emptyStore();
        int i = 0;
        for (Certificate certificate : certificates(tls.ca())) {
            store.setCertificateEntry("ca-" + i++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    static KeyManager @Nullable [] keyManagers(HttpClientConfig.TlsConfig tls) throws GeneralSecurityException, IOException {
        if (tls.cert() == null || tls.key() == null) {
            return null;
        }
        var store = emptyStore();
        Certificate[] chain = certificates(tls.cert()).toArray(Certificate[]::new);
        store.setKeyEntry("client", privateKey(tls.key().reveal()), new char[0], chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<? extends Certificate> certificates(HttpClientConfig.Pem pem) throws GeneralSecurityException, SSLException {
        String where = pem.file() == null ? "the PEM text" : pem.file().toString();
        try (InputStream in = pem.file() == null ? new ByteArrayInputStream(text(pem)) : Files.newInputStream(pem.file())) {
            var found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw new SSLException(where + " holds no certificate: expected PEM");
            }
            return found;
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw new SSLException("cannot read certificates from " + where, e);
        }
    }

    private static byte[] text(HttpClientConfig.Pem pem) {
        return pem.text() == null ? new byte[0] : pem.text().getBytes(StandardCharsets.US_ASCII);
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException, SSLException {
        int from = pem.indexOf("-----BEGIN PRIVATE KEY-----");
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new SSLException("the TLS key is not PKCS #8 in PEM: expected"
                    + " \"BEGIN PRIVATE KEY\" (convert with openssl pkcs8 -topk8 -nocrypt)");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + 27, to).strip());
        var spec = new PKCS8EncodedKeySpec(der);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (java.security.spec.InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }

    /** What {@code insecure_skip_verify} asks for; the extended form, so that the platform adds no check of names. */
    private static final class TrustEverything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
