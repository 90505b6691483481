package dev.plumbline.daemon.scrape.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
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
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Puts TLS around a connected socket, as {@link HttpSettings.Tls} says. */
final class TlsContext {
    private TlsContext() {}

    /** Shakes hands; the certificate must be for {@code host} or the configured server name. */
    static SSLSocket wrap(Socket socket, String host, int port, Optional<HttpSettings.Tls> settings) throws IOException {
        HttpSettings.Tls tls = settings.orElse(
                new HttpSettings.Tls(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false));
        String name = tls.serverName().orElse(host);
        var wrapped = (SSLSocket) context(tls).getSocketFactory().createSocket(socket, name, port, true);
        var parameters = wrapped.getSSLParameters();
        if (!tls.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!name.isEmpty() && Character.isLetter(name.charAt(0)) && name.indexOf(':') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        wrapped.setSSLParameters(parameters);
        wrapped.startHandshake();
        return wrapped;
    }

    private static SSLContext context(HttpSettings.Tls tls) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls), trustManagers(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new FetchException(FetchException.Reason.TLS, "cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager @Nullable [] trustManagers(HttpSettings.Tls tls) throws GeneralSecurityException, IOException {
        if (tls.insecureSkipVerify()) {
            return new TrustManager[] {new TrustEverything()};
        }
        if (tls.ca().isEmpty()) {
            return null;
        }
        var store = emptyStore();
        int i = 0;
        for (Certificate certificate : certificates(tls.ca().get())) {
            store.setCertificateEntry("ca-" + i++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keyManagers(HttpSettings.Tls tls) throws GeneralSecurityException, IOException {
        if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
            return null;
        }
        var store = emptyStore();
        Certificate[] chain = certificates(tls.certificate().get()).toArray(Certificate[]::new);
        store.setKeyEntry("client", privateKey(tls.key().get()), new char[0], chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<? extends Certificate> certificates(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw new FetchException(FetchException.Reason.TLS, file + " holds no certificate: expected PEM");
            }
            return found;
        } catch (IOException e) {
            throw new FetchException(FetchException.Reason.TLS, "cannot read certificates from " + file, e);
        }
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException {
        byte[] der;
        try {
            String pem = Files.readString(file);
            int from = pem.indexOf("-----BEGIN PRIVATE KEY-----");
            int to = pem.indexOf("-----END PRIVATE KEY-----");
            if (from < 0 || to < from) {
                throw new FetchException(FetchException.Reason.TLS,
                        file + " holds no PKCS #8 key: expected \"BEGIN PRIVATE KEY\" (convert with openssl pkcs8 -topk8 -nocrypt)");
            }
            der = Base64.getMimeDecoder().decode(pem.substring(from + 27, to).strip());
        } catch (IOException e) {
            throw new FetchException(FetchException.Reason.TLS, "cannot read the key from " + file, e);
        }
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
