package dev.plumbline.daemon.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceKeyTest {
    @TempDir
    private Path folder;

    @Test
    void theSameKeyIsThereAfterARestart() throws IOException {
        EvidenceKey made = EvidenceKey.in(folder);
        EvidenceKey again = EvidenceKey.in(folder);
        assertThat(again.publicPem()).isEqualTo(made.publicPem()).startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(again.id()).isEqualTo(made.id()).matches("[0-9a-f]{16}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(EvidenceKey.FILE)))).isEqualTo("rw-------");
        assertThat(EvidenceKey.verifies(made.publicPem(), "text ü", again.sign("text ü"))).isTrue();
    }

    @Test
    void aChangedTextIsNotVerified() {
        EvidenceKey key = EvidenceKey.ephemeral();
        String signature = key.sign("{\"verdict\":\"go\"}");
        assertThat(EvidenceKey.verifies(key.publicPem(), "{\"verdict\":\"go\"}", signature)).isTrue();
        assertThat(EvidenceKey.verifies(key.publicPem(), "{\"verdict\":\"no\"}", signature)).isFalse();
        assertThat(EvidenceKey.verifies(EvidenceKey.ephemeral().publicPem(), "{\"verdict\":\"go\"}", signature)).isFalse();
        assertThat(EvidenceKey.verifies("no key", "", signature)).isFalse();
        assertThat(EvidenceKey.verifies(key.publicPem(), "", "%%%")).isFalse();
    }

    @Test
    void aFileThatIsNoKeySaysWhatWouldBeRight() throws IOException {
        Files.writeString(folder.resolve(EvidenceKey.FILE), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> EvidenceKey.in(folder)).isInstanceOf(PlumblineException.class)
                .hasMessageContaining(EvidenceKey.FILE).hasMessageContaining("PKCS #8 private key of Ed25519");
    }

    @Test
    void twoKeysThatDoNotBelongTogetherAreRefused() throws IOException {
        EvidenceKey.in(folder);
        String mine = Files.readString(folder.resolve(EvidenceKey.FILE));
        Files.writeString(folder.resolve(EvidenceKey.FILE), mine.substring(0, mine.indexOf("-----BEGIN PUBLIC")) + EvidenceKey.ephemeral().publicPem());
        assertThatThrownBy(() -> EvidenceKey.in(folder)).hasMessageContaining("do not belong together");
    }

    @Test
    void whoChangesKeptEvidenceIsFoundOut() {
        var world = new GateWorld();
        String id = String.valueOf(world.ask().analysis());
        world.time.advance(60_000);
        assertThat(world.word()).isEqualTo("go");
        assertThat(world.gate.analyses().replay(id).orElseThrow().genuine()).isTrue();
        world.restart();
        assertThat(world.gate.analyses().replay(id).orElseThrow().genuine()).as("signed by the key before").isTrue();
        assertThat(world.gate.analyses().evidenceKeys()).hasSize(2);
        Document kept = world.documents.get(AnalysisStore.EVIDENCE, id).orElseThrow();
        world.documents.write(List.of(new Write.Put(Document.of(kept.kind(), kept.id(), kept.timeMillis(), kept.fields(),
                kept.body().replace("\"verdict\":\"go\"", "\"verdict\":\"no-go\"")))));
        assertThat(world.gate.analyses().replay(id).orElseThrow().genuine()).isFalse();
        assertThat(world.gate.analyses().replay(id).orElseThrow().same()).isFalse();
    }
}
