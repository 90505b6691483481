package dev.plumbline.daemon.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a chain that another trusts when its certificate is for a given name, whatever host is connected to: what
 * {@code server_name} asks for, which {@code java.net.http} has no setting for. Names as in RFC 6125: the subject's alternative
 * names only, a wildcard for the whole first part.
 */
final class NamedTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private final X509TrustManager chains;
    private final String name;

    NamedTrust(X509TrustManager chains, String name) {
        this.chains = chains;
        this.name = name.toLowerCase(Locale.ROOT);
    }

    private void check(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
        boolean named = names != null && names.stream().anyMatch(this::covers);
        if (!named) {
            throw new CertificateException("the certificate is not for the server name " + name);
        }
    }

    private boolean covers(List<?> alternative) {
        String value = String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT);
        if (alternative.get(0).equals(IP_ADDRESS)) {
            return value.equals(name);
        }
        if (!alternative.get(0).equals(DNS_NAME)) {
            return false;
        }
        int dot = name.indexOf('.');
        return value.equals(name) || value.startsWith("*.") && dot > 0 && value.substring(1).equals(name.substring(dot));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
