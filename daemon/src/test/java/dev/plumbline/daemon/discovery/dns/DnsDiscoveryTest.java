package dev.plumbline.daemon.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.DiscoveryConfig.RecordType;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.time.SystemTime;
import dev.plumbline.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnsDiscoveryTest {
    private final Map<String, List<DnsLookup.Answer>> zone = new HashMap<>();
    private final List<List<TargetGroup>> seen = new ArrayList<>();
    private final VirtualTime time = new VirtualTime(0);

    private List<DnsLookup.Answer> lookup(String name) throws IOException {
        List<DnsLookup.Answer> answers = zone.get(name);
        if (answers == null) {
            throw new IOException("cannot resolve " + name);
        }
        return answers;
    }

    @Test
    void srvRecordsBringTheirPortAndAFailureKeepsWhatWasKnown() {
        zone.put("_m._tcp.web", List.of(new DnsLookup.Answer("a.example.", 9100), new DnsLookup.Answer("b.example.", 9101)));
        var config = new DiscoveryConfig.Dns(List.of("_m._tcp.web", "unknown"), RecordType.SRV, 0, 30_000);
        try (var discovery = new DnsDiscovery(time, config, (name, type) -> lookup(name))) {
            discovery.start(seen::add);
            time.advance(0);
            assertThat(seen.getFirst().getFirst().targets().getFirst().toMap()).containsOnly(Map.entry("__address__", "a.example:9100"),
                    Map.entry("__meta_dns_name", "_m._tcp.web"), Map.entry("__meta_dns_srv_record_target", "a.example."),
                    Map.entry("__meta_dns_srv_record_port", "9100"));
            assertThat(discovery.status().lastError()).isEqualTo("cannot resolve unknown");
            zone.remove("_m._tcp.web");
            time.advance(30_000);
            assertThat(seen).hasSize(1);
            zone.put("_m._tcp.web", List.of());
            time.advance(30_000);
            assertThat(seen.getLast().getFirst().targets()).isEmpty();
        }
        assertThat(time.waiting()).isZero();
    }

    @Test
    void addressesGoWithTheConfiguredPort() {
        zone.put("web", List.of(new DnsLookup.Answer("fd00::1", 0)));
        try (var discovery = new DnsDiscovery(time, new DiscoveryConfig.Dns(List.of("web"), RecordType.AAAA, 80, 30_000), (n, t) -> lookup(n))) {
            discovery.start(seen::add);
            time.advance(0);
            assertThat(seen.getFirst().getFirst().targets().getFirst().toMap())
                    .containsOnly(Map.entry("__address__", "[fd00::1]:80"), Map.entry("__meta_dns_name", "web"));
        }
    }

    @Test
    void theResolverFileSaysWhichNamesAreTried() {
        var settings = ResolverFile.parse("# c\nnameserver 10.0.0.10\nsearch shop.svc.cluster.local svc.cluster.local\noptions ndots:2 timeout:1\n");
        assertThat(settings.servers()).containsExactly("10.0.0.10");
        assertThat(settings.timeoutMillis()).isEqualTo(1_000);
        assertThat(settings.candidates("web")).containsExactly("web.shop.svc.cluster.local.", "web.svc.cluster.local.", "web.");
        assertThat(settings.candidates("a.b.c")).startsWith("a.b.c.");
        assertThat(settings.candidates("a.b.")).containsExactly("a.b.");
    }

    @Test
    void asksAServerAndReadsCompressedNames(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:20 attempts:1\n");
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress()); var clock = new SystemTime()) {
            Thread server = Thread.ofVirtual().start(() -> answerOnce(socket));
            var answers = new DnsResolver(clock, new SplittableRandom(7), file, socket.getLocalPort()).lookup("web.example.", RecordType.SRV);
            server.join();
            assertThat(answers).containsExactly(new DnsLookup.Answer("a.web.example.", 9100));
        }
    }

    private static void answerOnce(DatagramSocket socket) {
        try {
            var packet = new DatagramPacket(new byte[512], 512);
            socket.receive(packet);
            byte[] question = Arrays.copyOf(packet.getData(), packet.getLength() - 11); // without the size record at its end
            question[2] = (byte) 0x81;
            question[7] = 1;
            question[11] = 0;
            var out = new ByteArrayOutputStream();
            out.write(question);
            out.write(new byte[] {(byte) 0xc0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, 10, 0, 0, 0, 0, 0x23, (byte) 0x8c, 1});
            out.write("a".getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[] {(byte) 0xc0, 12});
            socket.send(new DatagramPacket(out.toByteArray(), out.size(), packet.getSocketAddress()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void foreignBytesAreAnErrorAndNeverALoop() {
        byte[] loop = {0, 1, (byte) 0x81, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte) 0xc0, 12};
        assertThatThrownBy(() -> DnsMessage.response(loop, 1, "a.", RecordType.A)).isInstanceOf(IOException.class).hasMessageContaining("does not end");
        assertThatThrownBy(() -> DnsMessage.response(new byte[5], 1, "a.", RecordType.A)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DnsMessage.question(1, "a..b.", RecordType.A, true)).isInstanceOf(IOException.class);
    }
}
