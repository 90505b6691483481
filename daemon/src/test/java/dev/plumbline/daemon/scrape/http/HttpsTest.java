package dev.plumbline.daemon.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.HttpClientConfig.Pem;
import dev.plumbline.daemon.config.HttpClientConfig.TlsConfig;
import dev.plumbline.daemon.config.HttpClientConfig.TlsVersion;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    @TempDir
    static Path keys;
    private final SystemTime time = new SystemTime();
    private final Body body = new Body();

    @BeforeAll
    static void generateKeys() throws Exception {
        generate("server", "SAN=ip:127.0.0.1,dns:metrics.example");
        generate("other", "SAN=dns:elsewhere.example");
    }

    private static void generate(String name, String extension) throws Exception {
        Path store = keys.resolve(name + ".p12");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name,
                "-keyalg", "EC", "-dname", "CN=" + name, "-ext", extension, "-ext", "BC=ca:true", "-validity", "30", "-storetype", "PKCS12",
                "-keystore", store.toString(), "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        KeyStore loaded = store(name);
        write(name + ".crt", "CERTIFICATE", loaded.getCertificate(name).getEncoded());
        write(name + ".key", "PRIVATE KEY", loaded.getKey(name, PASSWORD).getEncoded());
    }

    private static void write(String file, String kind, byte[] der) throws IOException {
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(keys.resolve(file), "-----BEGIN " + kind + "-----\n" + pem + "\n-----END " + kind + "-----\n");
    }

    private static KeyStore store(String name) throws Exception {
        return KeyStore.getInstance(keys.resolve(name + ".p12").toFile(), PASSWORD);
    }

    /** Shows the certificate "server"; asks for one signed by "other" when {@code mutual}. */
    private static RudeServer server(boolean mutual) throws Exception {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store("server"), PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("other", store("other").getCertificate("other"));
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        var socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(mutual);
        return new RudeServer(socket, (out, n) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\na 1\n".getBytes(StandardCharsets.US_ASCII));
            return false;
        });
    }

    @AfterEach
    void stop() {
        time.close();
    }

    private static TlsConfig trusting(String ca) {
        return new TlsConfig(new Pem(null, keys.resolve(ca)), null, null, null, false, null, null);
    }

    private HttpFetcher fetcher(RudeServer server, TlsConfig tls) {
        var d = HttpClientConfig.DEFAULT;
        var client = new HttpClientConfig(null, null, null, tls, d.proxy(), true, true, Map.of());
        return new HttpFetcher(URI.create("https://127.0.0.1:" + server.port() + "/metrics"), new HttpSettings("*/*", client, true, 0), time);
    }

    private String fetch(RudeServer server, TlsConfig tls) {
        try (var fetcher = fetcher(server, tls)) {
            fetcher.fetch(body, 10_000);
            return new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
        } catch (FetchException e) {
            return e.reason() + ": " + e.getMessage();
        }
    }

    @Test
    void trustsTheCaOfTheFileAndNoOther() throws Exception {
        try (var server = server(false)) {
            assertThat(fetch(server, trusting("server.crt"))).isEqualTo("a 1\n");
            assertThat(fetch(server, trusting("other.crt"))).startsWith("TLS: TLS with 127.0.0.1:" + server.port()).contains("certif");
            assertThat(fetch(server, TlsConfig.DEFAULT)).startsWith("TLS: ");
            assertThat(fetch(server, trusting("absent.crt"))).contains("cannot read certificates from").contains("absent.crt");
            assertThat(fetch(server, trusting("server.key"))).startsWith("TLS: ");
            assertThat(fetch(server, new TlsConfig(null, null, null, "nobody.example", true, null, null))).isEqualTo("a 1\n");
        }
    }

    @Test
    void checksTheServerName() throws Exception {
        try (var server = server(false)) {
            var ca = new Pem(Files.readString(keys.resolve("server.crt")), null);
            assertThat(fetch(server, new TlsConfig(ca, null, null, "metrics.example", false, null, null))).isEqualTo("a 1\n");
            assertThat(fetch(server, new TlsConfig(ca, null, null, "wrong.example", false, null, null))).startsWith("TLS: ").contains("wrong.example");
        }
    }

    @Test
    void showsItsOwnCertificateWhenAsked() throws Exception {
        try (var server = server(true)) {
            var ca = new Pem(null, keys.resolve("server.crt"));
            assertThat(fetch(server, new TlsConfig(ca, new Pem(null, keys.resolve("other.crt")), Secret.inFile(keys.resolve("other.key")),
                    null, false, null, null))).isEqualTo("a 1\n");
            assertThat(fetch(server, trusting("server.crt"))).doesNotContain("a 1");
        }
    }

    @Test
    void keepsToTheVersionsAllowed() throws Exception {
        try (var server = server(false)) {
            ((SSLServerSocket) server.socket()).setEnabledProtocols(new String[] {"TLSv1.2"});
            var ca = new Pem(null, keys.resolve("server.crt"));
            assertThat(fetch(server, new TlsConfig(ca, null, null, null, false, TlsVersion.TLS12, TlsVersion.TLS12))).isEqualTo("a 1\n");
            assertThat(fetch(server, new TlsConfig(ca, null, null, null, false, TlsVersion.TLS13, null))).startsWith("TLS: ");
            assertThat(fetch(server, new TlsConfig(ca, null, null, null, false, TlsVersion.TLS13, TlsVersion.TLS12)))
                    .contains("min_version TLS13 is above max_version TLS12");
        }
    }

    @Test
    void seesACaFileThatWasReplaced() throws Exception {
        Path ca = keys.resolve("rotated.crt");
        Files.copy(keys.resolve("other.crt"), ca, StandardCopyOption.REPLACE_EXISTING);
        try (var server = server(false); var fetcher = fetcher(server, trusting("rotated.crt"))) {
            assertThatThrownBy(() -> fetcher.fetch(body, 10_000)).isInstanceOf(FetchException.class);
            Files.writeString(ca, Files.readString(keys.resolve("server.crt")) + "\n\n");
            assertThat(fetcher.fetch(body, 10_000).wireBytes()).isEqualTo(4);
        }
    }

    @Test
    void aHandshakeThatNeverEndsAndALookupThatHangsMeetTheDeadline() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var fetcher = new HttpFetcher(URI.create("https://127.0.0.1:" + mute.getLocalPort()), HttpSettings.plain("*/*"), time)) {
            assertThatThrownBy(() -> fetcher.fetch(body, 200)).hasMessageContaining("context deadline exceeded");
        }
        var release = new java.util.concurrent.CountDownLatch(1);
        var hanging = new HostLookup(host -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return InetAddress.getLoopbackAddress();
        });
        try (var fetcher = new HttpFetcher(URI.create("http://slow.example:1"), HttpSettings.plain("*/*"), time, hanging)) {
            assertThatThrownBy(() -> fetcher.fetch(body, 200)).hasMessageContaining("context deadline exceeded");
        } finally {
            release.countDown();
        }
    }

    @Test
    void readsTokensAndPasswordsAnewFromTheirFiles() throws Exception {
        Path file = Files.writeString(keys.resolve("token"), "first\n");
        var d = HttpClientConfig.DEFAULT;
        var bearer = new HttpClientConfig(null, new HttpClientConfig.Authorization("Bearer", Secret.inFile(file)), null, d.tls(), d.proxy(), true, true, Map.of());
        var basic = new HttpClientConfig(new HttpClientConfig.BasicAuth(Secret.of("me"), Secret.inFile(file)), null, null, d.tls(), d.proxy(), true, true, Map.of());
        try (var server = RudeServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var first = new HttpFetcher(server.uri(), new HttpSettings("*/*", bearer, true, 0), time);
                var second = new HttpFetcher(server.uri(), new HttpSettings("*/*", basic, true, 0), time)) {
            first.fetch(body, 5_000);
            Files.writeString(file, "second\n");
            first.fetch(body, 5_000);
            second.fetch(body, 5_000);
            assertThat(server.requests).satisfiesExactly(
                    r -> assertThat(r).contains("Authorization: Bearer first\r\n"),
                    r -> assertThat(r).contains("Authorization: Bearer second\r\n"),
                    r -> assertThat(r).contains("Authorization: Basic bWU6c2Vjb25k\r\n"));
            Files.delete(file);
            assertThatThrownBy(() -> first.fetch(body, 5_000)).hasMessageContaining("cannot read the secret file");
        }
    }
}
