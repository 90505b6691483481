package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.http.TlsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Turns the conversation's own socket into one with TLS when the server agrees to STARTTLS; makes no others. */
final class StartTlsSockets extends SSLSocketFactory {
    private final TlsContext tls;
    private final String host;

    StartTlsSockets(TlsContext tls, String host) {
        this.tls = tls;
        this.host = host;
    }

    @Override
    public Socket createSocket(Socket plain, String name, int port, boolean autoClose) throws IOException {
        return tls.wrap(plain, host, port);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public Socket createSocket(String name, int port) throws IOException {
        throw new IOException("a new connection was asked for instead of TLS on the present one");
    }

    @Override
    public Socket createSocket(String name, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(name, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return createSocket(address.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress from, int fromPort) throws IOException {
        return createSocket(address, port);
    }
}
